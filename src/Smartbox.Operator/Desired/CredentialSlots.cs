using Smartbox.Api.Resources;

namespace Smartbox.Operator.Desired;

/// <summary>Which credential of a box fills which slot of its type.</summary>
internal static class CredentialSlots
{
    public static IEnumerable<(CredentialSlot Slot, CredentialSpec Credential)> Filled(BoxPlan plan) =>
        from slot in plan.Type.Spec.CredentialSlots ?? []
        let credential = plan.Box.Spec.Credentials?.FirstOrDefault(credential => credential.Slot == slot.Name)
        where credential is not null
        select (slot, credential);

    /// <summary>Required slots that the box leaves empty.</summary>
    public static IEnumerable<string> Missing(BoxPlan plan) =>
        from slot in plan.Type.Spec.CredentialSlots ?? []
        where slot.Required == true && plan.Box.Spec.Credentials?.Any(credential => credential.Slot == slot.Name) != true
        select slot.Name;

    /// <summary>Credentials for slots that the type does not have.</summary>
    public static IEnumerable<string> Unknown(BoxPlan plan) =>
        from credential in plan.Box.Spec.Credentials ?? []
        where plan.Type.Spec.CredentialSlots?.Any(slot => slot.Name == credential.Slot) != true
        select credential.Slot;
}
