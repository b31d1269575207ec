using Microsoft.Extensions.AI;

namespace Smartbox.Companion.Models;

/// <summary>The model of this companion: a chat client with its tools called by Microsoft.Extensions.AI, whichever client it is.</summary>
internal sealed class CompanionModel : IDisposable
{
    private const int MaxToolRounds = 10;

    private readonly FunctionInvokingChatClient _client;

    public CompanionModel(string name, IChatClient client)
    {
        Name = name;
        // No logger: it would log what is said.
        _client = new FunctionInvokingChatClient(client)
        {
            AllowConcurrentInvocation = false,
            IncludeDetailedErrors = false,
            MaximumIterationsPerRequest = MaxToolRounds,
        };
    }

    /// <summary>Name of the model at its endpoint, or <c>scripted</c>.</summary>
    public string Name { get; }

    public IAsyncEnumerable<ChatResponseUpdate> StreamAsync(IList<ChatMessage> messages, IList<AITool> tools, CancellationToken cancellationToken) =>
        _client.GetStreamingResponseAsync(messages, new ChatOptions { Tools = tools, ToolMode = ChatToolMode.Auto }, cancellationToken);

    public void Dispose() => _client.Dispose();
}
