using Grpc.Core;
using Grpc.Core.Interceptors;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Sidecar.Hosting;

/// <summary>Lets a call through only with an assertion for this box and epoch; the service reads it with <see cref="AssertionOf"/>.</summary>
internal sealed class AssertionInterceptor(AssertionVerifier verifier, TrustedKeys keys, ILogger<AssertionInterceptor> logger) : Interceptor
{
    private static readonly object s_key = new();

    /// <summary>Who makes a call that was let through.</summary>
    public static Assertion AssertionOf(ServerCallContext context) => (Assertion)context.UserState[s_key];

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await CheckAsync(context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await CheckAsync(context);
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await CheckAsync(context);
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await CheckAsync(context);
        await continuation(requestStream, responseStream, context);
    }

    private async Task CheckAsync(ServerCallContext context)
    {
        var assertion = await verifier.VerifyAsync(context.RequestHeaders.GetValue(PodContract.AssertionMetadata), keys.Current);
        if (assertion is null)
        {
            Log.CallRefused(logger, context.Method);
            throw new RpcException(new Status(StatusCode.Unauthenticated, "no valid assertion for this box and epoch"));
        }

        context.UserState[s_key] = assertion;
    }
}
