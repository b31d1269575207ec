using System.Text;
using System.Text.Json.Nodes;
using Smartbox.Conformance.Tests.Servers;
using Smartbox.EndToEnd.Tests.Cluster;
using Xunit.Sdk;

namespace Smartbox.Conformance.Tests.Transcripts;

/// <summary>What was asked and answered in a case, compared with what the real server answered when it was recorded.</summary>
/// <remarks>The cluster's variant is compared too: it shows when another version of Kubernetes answers otherwise. <c>SMARTBOX_CONFORMANCE_RECORD=1</c> records.</remarks>
internal sealed class Transcript(string name)
{
    private readonly StringBuilder _text = new();

    public Normaliser Normaliser { get; } = new();

    private string Recorded => Path.Combine(Repository.Root, "test", "Smartbox.Conformance.Tests", "Recorded", name + ".txt");

    public void Add(string title) => _text.Append("### ").Append(Normaliser.Text(title)).Append('\n');

    public void Add(string method, string path, string? contentType, string? body)
    {
        _text.Append(method).Append(' ').Append(Normaliser.Text(path)).Append('\n');
        if (body is not null)
        {
            _text.Append(contentType).Append('\n').Append(Normaliser.Text(body.TrimEnd())).Append('\n');
        }
    }

    public void Add(Exchange answer)
    {
        _text.Append("--> ").Append(answer.Status).Append(' ').Append(answer.ContentType).Append('\n');
        foreach (var warning in answer.Warnings)
        {
            _text.Append("Warning: ").Append(Normaliser.Text(warning)).Append('\n');
        }

        var isJson = answer.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true && answer.Text.Length > 0;
        _text.Append(isJson ? Normaliser.Json(answer.Json) : Normaliser.Text(answer.Text)).Append("\n\n");
    }

    public void Add(JsonNode watched) => _text.Append("<-- ").Append(Normaliser.Json(watched)).Append('\n');

    /// <summary>Compares, or records.</summary>
    public void Verify(ServerKind kind)
    {
        var actual = _text.ToString().TrimEnd('\n') + "\n";
        if (kind == ServerKind.Cluster && Environment.GetEnvironmentVariable("SMARTBOX_CONFORMANCE_RECORD") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Recorded)!);
            File.WriteAllText(Recorded, actual);
            return;
        }

        var expected = File.Exists(Recorded) ? File.ReadAllText(Recorded) : "";
        if (actual != expected)
        {
            var path = Path.Combine(AppContext.BaseDirectory, "Answered", kind.ToString(), name + ".txt");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            throw new XunitException($"{name}: not what the real server answered (diff {Recorded} {path})\n{LineDifference.Of(expected, actual)}");
        }
    }
}
