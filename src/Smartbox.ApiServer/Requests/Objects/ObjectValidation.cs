using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Refuses what the kind does not allow.</summary>
internal static class ObjectValidation
{
    /// <param name="type">Kind of the object.</param>
    /// <param name="value">The object as it would be stored.</param>
    /// <param name="old">The version before; null for a new object.</param>
    /// <param name="isWhole">False for a subresource that may change what an update may not.</param>
    /// <exception cref="ApiException">422 with everything that is wrong.</exception>
    public static void Check(ResourceType type, JsonObject value, JsonObject? old, bool isWhole = true)
    {
        List<FieldError> errors = [.. MetadataRules.Check(value, type)];
        if (old is not null)
        {
            errors.AddRange(MetadataRules.CheckUpdate(value, old));
        }

        // Built-in kinds say in words of their own what their schemas require.
        if (type.IsCustom)
        {
            errors.AddRange(SchemaValidator.Validate(value, old, type.Schema));
        }

        errors.AddRange(type.Strategy?.Validate?.Invoke(value, isWhole ? old : null) ?? []);
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(type, value.Meta().Text("name") ?? "", errors);
        }
    }
}
