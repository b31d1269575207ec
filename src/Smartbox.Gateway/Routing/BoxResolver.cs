using Grpc.Core;
using Smartbox.Gateway.Authentication;
using Smartbox.Kubernetes;
using Smartbox.Protocol;
using Smartbox.Protocol.Errors;

namespace Smartbox.Gateway.Routing;

/// <summary>Finds the box that a caller means and may have. A box of someone else is not there, for each caller in the same way.</summary>
internal sealed class BoxResolver(RouteFeed routes)
{
    /// <summary>The box named by the request, by metadata, or the caller's only one.</summary>
    /// <exception cref="RpcException">NOT_FOUND, or INVALID_ARGUMENT when no name was given and there are several.</exception>
    public BoxRoute Resolve(Caller caller, string named, Metadata headers)
    {
        var name = named.Length > 0 ? named : headers.GetValue(PodContract.BoxMetadata) ?? "";
        if (name.Length > 0)
        {
            return name.Split('/') is [{ Length: > 0 } ns, { Length: > 0 } box]
                ? Current(caller, new EntityKey(ns, box))
                : throw RpcErrors.Create(StatusCode.InvalidArgument, ErrorReasons.InvalidRequest, "A box is named 'namespace/name'.");
        }

        var own = Owned(caller);
        return own.Count switch
        {
            1 => own[0],
            0 => throw RpcErrors.Create(StatusCode.NotFound, ErrorReasons.BoxNotFound, "You have no box."),
            _ => throw RpcErrors.Create(
                StatusCode.InvalidArgument, ErrorReasons.BoxAmbiguous, $"You have several boxes; name one: {string.Join(", ", own.Select(route => route.Key))}."),
        };
    }

    /// <summary>The box as it is now.</summary>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public BoxRoute Current(Caller caller, EntityKey key)
    {
        routes.Current.Boxes.TryGetValue(key, out var route);
        return string.Equals(route?.Owner ?? "", caller.Subject, StringComparison.Ordinal) ? route! : throw NotFound(key);
    }

    /// <summary>The caller's boxes, by name.</summary>
    public IReadOnlyList<BoxRoute> Owned(Caller caller) => routes.Current.ByOwner.TryGetValue(caller.Subject, out var own) ? own : [];

    public static RpcException NotFound(EntityKey key) =>
        RpcErrors.Create(StatusCode.NotFound, ErrorReasons.BoxNotFound, $"You have no box '{key}'.");
}
