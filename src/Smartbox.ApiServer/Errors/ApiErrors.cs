using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Errors;

/// <summary>The refusals of kube-apiserver, in its words: clients and people match on them.</summary>
/// <remarks>Source: answers of a real API server 1.37.</remarks>
internal static class ApiErrors
{
    public static ApiException UnknownPath() => new(404, "NotFound", "the server could not find the requested resource") { Details = [] };

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { Details = [] };

    public static ApiException NotFound(ResourceType type, string name) => NotFound(type.Group, type.Resource, name);

    public static ApiException NotFound(string group, string resource, string name) =>
        new(404, "NotFound", $"{Join(resource, group)} \"{name}\" not found") { Details = Describe(name, group, resource) };

    public static ApiException AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.GroupResource} \"{name}\" already exists") { Details = Describe(name, type.Group, type.Resource) };

    /// <summary>Somebody else wrote in between.</summary>
    public static ApiException Modified(ResourceType type, string name) =>
        Conflict(type.Group, type.Resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException Conflict(string group, string kind, string name, string message) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {Join(kind, group)} \"{name}\": {message}") { Details = Describe(name, group, kind) };

    public static ApiException Forbidden(ResourceType type, string name, string message, params JsonObject[] causes)
    {
        var details = Describe(name, type.Group, type.Resource);
        if (causes.Length > 0)
        {
            details["causes"] = new JsonArray([.. causes]);
        }

        return new(403, "Forbidden", $"{type.GroupResource} \"{name}\" is forbidden: {message}") { Details = details };
    }

    public static ApiException Invalid(ResourceType type, string name, IReadOnlyList<FieldError> errors) => Invalid(type.Group, type.Kind, name, errors);

    public static ApiException Invalid(string group, string kind, string name, params IReadOnlyList<FieldError> errors)
    {
        var details = Describe(name, group, kind);
        details["causes"] = new JsonArray([.. errors.Select(error => Cause(error.Reason, error.Message, error.Path))]);
        var all = errors.Count == 1 ? errors[0].ToString() : $"[{string.Join(", ", errors)}]";
        return new(422, "Invalid", $"{Join(kind, group)} \"{name}\" is invalid: {all}") { Details = details };
    }

    /// <summary>A wrong parameter of the query, such as those of <c>ListOptions</c>.</summary>
    public static ApiException InvalidOptions(string kind, string field, string reason, string message) =>
        Invalid("meta.k8s.io", kind, "", new FieldError(field, reason, message));

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException Unsupported(string message) => new(501, "NotImplemented", message);

    /// <summary>The past that was asked for is no longer kept.</summary>
    public static ApiException Expired(string message) => new(410, "Expired", message);

    /// <summary>The body's form is none that may be sent here.</summary>
    public static ApiException UnsupportedMediaType(params IEnumerable<string> accepted) => new(
        415, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    /// <summary>A revision of the future.</summary>
    public static ApiException TooLargeRevision(long wanted, long current) => new(504, "Timeout", $"Timeout: Too large resource version: {wanted}, current: {current}")
    {
        Details = new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            ["retryAfterSeconds"] = 1,
        },
    };

    public static JsonObject Cause(string reason, string message, string field) =>
        new() { ["reason"] = reason, ["message"] = message, ["field"] = field };

    private static string Join(string kind, string group) => group.Length == 0 ? kind : $"{kind}.{group}";

    private static JsonObject Describe(string name, string group, string kind)
    {
        var details = new JsonObject();
        if (name.Length > 0)
        {
            details["name"] = name;
        }

        if (group.Length > 0)
        {
            details["group"] = group;
        }

        if (kind.Length > 0)
        {
            details["kind"] = kind;
        }

        return details;
    }
}
