using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Lets new objects into namespaces that are there and stay.</summary>
internal sealed class NamespaceGate(IObjectStore store)
{
    public const string Resource = "namespaces";

    /// <exception cref="ApiException">404 when there is no such namespace, 403 when it is going.</exception>
    public void Check(ResourceType type, string ns, string name)
    {
        if (!type.IsNamespaced)
        {
            return;
        }

        var stored = store.Get(new ObjectKey(Resource, "", ns)) ?? throw ApiErrors.NotFound("", Resource, ns);

        // The text is looked for first: this is asked before each new object, and hardly any namespace is being deleted.
        if (stored.Json.Span.IndexOf("\"deletionTimestamp\""u8) >= 0 && stored.ToJson().IsDeleting())
        {
            throw ApiErrors.Forbidden(
                type, name, $"unable to create new content in namespace {ns} because it is being terminated",
                ApiErrors.Cause("NamespaceTerminating", $"namespace {ns} is being terminated", "metadata.namespace"));
        }
    }
}
