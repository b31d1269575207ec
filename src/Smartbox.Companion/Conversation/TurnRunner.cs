using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using Smartbox.Companion.Configuration;
using Smartbox.Companion.Memory;
using Smartbox.Companion.Models;
using Smartbox.Companion.Reminders;

namespace Smartbox.Companion.Conversation;

/// <summary>Answers messages, one at a time in each session.</summary>
internal sealed class TurnRunner(
    ConversationLog log, FactBook facts, ReminderBook reminders, BoxConfig config, CompanionModel model, CompanionOptions options, TimeProvider time)
{
    private readonly SessionGates _gates = new();

    /// <summary>Yields the pieces of the answer, then the whole of it, which is on the disk by then.</summary>
    /// <exception cref="ModelException">The model gave no answer; the run may be tried again.</exception>
    public async IAsyncEnumerable<AnswerPart> RunAsync(
        string session, string run, string user, string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A second call of the same run waits for the first, and then finds its answer.
        using var gate = await _gates.EnterAsync(session, cancellationToken);
        var turn = log.Begin(session, run, user, text);
        if (turn.Answer is not null)
        {
            yield return new AnswerPart(turn.Answer, IsWhole: true);
            yield break;
        }

        var answer = new StringBuilder();
        await foreach (var piece in AskAsync(turn, cancellationToken))
        {
            answer.Append(piece);
            yield return new AnswerPart(piece, IsWhole: false);
        }

        if (string.IsNullOrWhiteSpace(answer.ToString()))
        {
            throw new ModelException(ModelFailure.Unavailable, "The model gave an empty answer. Try again.");
        }

        log.Answer(turn, answer.ToString());
        yield return new AnswerPart(answer.ToString(), IsWhole: true);
    }

    private async IAsyncEnumerable<string> AskAsync(Turn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = config.Read();
        List<ChatMessage> messages =
        [
            new(ChatRole.System, Instructions.Build(settings, facts.Recall(null, options.KnownFacts), turn.AskedAt)),
            .. log.Before(turn, options.HistoryMessages, options.HistoryCharacters),
            new(ChatRole.User, turn.Text),
        ];
        var tools = new CompanionTools(facts, reminders, turn, settings.TimeZone).Create();

        using var limit = new CancellationTokenSource(options.TurnTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var updates = model.StreamAsync(messages, tools, stop.Token).GetAsyncEnumerator(stop.Token);
        await using var owner = updates.ConfigureAwait(false);
        var joint = new TextJoint();
        ChatFinishReason? finish = null;
        while (await MoveNextAsync(updates, cancellationToken))
        {
            finish = updates.Current.Contents.OfType<FunctionResultContent>().Any() ? null : updates.Current.FinishReason ?? finish;
            foreach (var piece in joint.PiecesOf(updates.Current))
            {
                yield return piece;
            }
        }

        if (finish is null)
        {
            // A stream that just ends was cut off: half an answer must not be kept as the whole.
            throw new ModelException(ModelFailure.Unavailable, "The model endpoint broke off its answer. Try again.");
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ModelException.From(e) is { } failure)
        {
            throw failure;
        }
    }
}

/// <summary>A piece of an answer, or the whole of it.</summary>
internal readonly record struct AnswerPart(string Text, bool IsWhole);
