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
    /// <exception cref="ApiException">422 with everything that is wrong.</exception>
    public static void Check(ResourceType type, JsonObject value, JsonObject? old)
    {
        List<FieldError> errors = [.. MetadataRules.Check(value, type)];
        if (old is not null)
        {
            errors.AddRange(MetadataRules.CheckUpdate(value, old));
        }

        errors.AddRange(SchemaValidator.Validate(value, old, type.Schema));
        errors.AddRange(type.Strategy?.Validate?.Invoke(value, old) ?? []);
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(type, value.Meta().Text("name") ?? "", errors);
        }
    }
}
