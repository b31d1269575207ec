using Grpc.Core;
using Grpc.Core.Interceptors;
using Smartbox.Gateway.Hosting;

namespace Smartbox.Gateway.Authentication;

/// <summary>Lets a call through only with a token; the services read who it is with <see cref="CallerOf"/>.</summary>
internal sealed class AuthenticationInterceptor(TokenValidator tokens) : Interceptor
{
    private const string Scheme = "Bearer ";

    private static readonly object s_key = new();

    public static Caller CallerOf(ServerCallContext context) => (Caller)context.UserState[s_key];

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await AuthenticateAsync(context);
        return await continuation(request, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AuthenticateAsync(context);
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AuthenticateAsync(context);
        await continuation(requestStream, responseStream, context);
    }

    private async ValueTask AuthenticateAsync(ServerCallContext context)
    {
        try
        {
            var header = context.RequestHeaders.GetValue("authorization");
            if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                throw TokenValidator.Refused("A token is needed: metadata 'authorization: Bearer …'.");
            }

            context.UserState[s_key] = await tokens.ValidateAsync(header[Scheme.Length..].Trim(), context.CancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated)
        {
            GatewayMetrics.RefusedTokens.Inc();
            throw;
        }
    }
}
