using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using Smartbox.Companion.Scripted;

namespace Smartbox.Companion.Models;

/// <summary>Makes the model that the options name.</summary>
internal static class ModelFactory
{
    // Local servers ask for no key, but the client insists on one.
    private const string NoKey = "none";

    public static CompanionModel Create(CompanionOptions options) => options.ModelEndpoint is null
        ? new CompanionModel(ScriptedChatClient.Name, new ScriptedChatClient())
        : new CompanionModel(options.ModelName!, Endpoint(options));

    private static IChatClient Endpoint(CompanionOptions options) => new ChatClient(
        options.ModelName!,
        new ApiKeyCredential(options.ModelApiKey ?? NoKey),
        new OpenAIClientOptions
        {
            Endpoint = new Uri(options.ModelEndpoint!),
            NetworkTimeout = options.ModelTimeout,
            RetryPolicy = new ModelRetryPolicy(options),
            EnableDistributedTracing = false,
        }).AsIChatClient();

    private sealed class ModelRetryPolicy(CompanionOptions options) : ClientRetryPolicy(options.ModelRetries)
    {
        private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

        protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount)
        {
            var own = options.ModelRetryDelay * Math.Pow(2, tryCount - 1);
            if (message.Response is { } response && response.Headers.TryGetValue("Retry-After", out var after) && int.TryParse(after, out var seconds))
            {
                own = TimeSpan.FromSeconds(Math.Max(0, seconds));
            }

            return own < s_longest ? own : s_longest;
        }
    }
}
