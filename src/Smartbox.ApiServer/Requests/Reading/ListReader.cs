using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Reading;

/// <summary>Lists objects at the revision that the client wants.</summary>
internal sealed class ListReader(IObjectStore store)
{
    public ObjectPage Read(ResourceType type, string? ns, ListOptions options, Func<StoredObject, bool>? filter)
    {
        var current = store.Revision;
        ContinueToken? from = null;
        if (options.Continue is { } text)
        {
            from = ListTokens.Read(text, current);
        }
        else if (options.ResourceVersion is { } revision)
        {
            if (revision > current)
            {
                throw ApiErrors.TooLargeRevision(revision, current);
            }

            // All of an older revision is what follows nothing in it.
            from = options.IsExact ? new ContinueToken(revision, "", "") : null;
        }

        try
        {
            return store.List(new ListQuery(type.StorageResource, ns, filter, options.Limit, from));
        }
        catch (RevisionCompactedException) when (options.Continue is null)
        {
            throw ApiErrors.Expired("The resourceVersion for the provided list is too old.");
        }
        catch (RevisionCompactedException)
        {
            throw new ApiException(
                410, "Expired",
                "The provided continue parameter is too old to display a consistent list result. Start the list again without it, or go on with the token of "
                + "this answer: that list is not consistent, objects that changed since the first page may be missing or be in it twice.")
            {
                Continue = ListTokens.WriteInconsistent(from!),
            };
        }
    }
}
