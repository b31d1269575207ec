using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Smartbox.Companion.Scripted;

/// <summary>
/// The model of a companion without an endpoint: it follows rules, so that a box is usable and testable offline. It keeps nothing itself and reaches the
/// memory by the same function calls as any model.
/// </summary>
internal sealed class ScriptedChatClient : IChatClient
{
    public const string Name = "scripted";

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyList<ChatMessage> ?? messages.ToList();
        var lastUser = conversation.LastOrDefault(message => message.Role == ChatRole.User);
        var intent = IntentReader.Read(lastUser?.Text ?? "");
        var results = conversation
            .SkipWhile(message => message != lastUser)
            .SelectMany(message => message.Contents.OfType<FunctionResultContent>())
            .ToList();

        var step = Script.Next(intent, results);
        if (step.Call is { } call)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [call]) { ModelId = Name, FinishReason = ChatFinishReason.ToolCalls };
            yield break;
        }

        foreach (var piece in Pieces(step.Answer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = Name };
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = Name, FinishReason = ChatFinishReason.Stop };
        await Task.CompletedTask;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    // A word at a time, as an endpoint would: every word with the space after it.
    private static IEnumerable<string> Pieces(string answer)
    {
        var start = 0;
        while (start < answer.Length)
        {
            var space = answer.IndexOf(' ', start);
            var end = space < 0 ? answer.Length : space + 1;
            yield return answer[start..end];
            start = end;
        }
    }
}
