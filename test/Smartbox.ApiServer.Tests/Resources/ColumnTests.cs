using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Tables;

namespace Smartbox.ApiServer.Tests.Resources;

public sealed class ColumnTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonObject Content = JsonNode.Parse("""
        {"metadata": {"annotations": {"example.com/a": "1"}, "creationTimestamp": "2026-01-01T00:00:00Z"},
         "spec": {"size": 3, "on": true, "list": ["a", "b", "c"]},
         "status": {"conditions": [{"type": "Synced", "status": "False"}, {"type": "Ready", "status": "True", "code": 7}]}}
        """)!.AsObject();

    [Theory]
    [InlineData(".spec.size", "3")]
    [InlineData("{.spec.size}", "3")]
    [InlineData("$.spec.size", "3")]
    [InlineData(".spec['size']", "3")]
    [InlineData(".metadata.annotations.example\\.com/a", "\"1\"")]
    [InlineData(".metadata.annotations['example\\.com/a']", "\"1\"")]
    [InlineData(".spec.list[0]", "\"a\"")]
    [InlineData(".spec.list[-1]", "\"c\"")]
    [InlineData(".spec.list[1:]", "\"b\"")]
    [InlineData(".spec.list[*]", "\"a\"")]
    [InlineData(".status.conditions[?(@.type==\"Ready\")].status", "\"True\"")]
    [InlineData(".status.conditions[?(@.type == 'Ready')].status", "\"True\"")]
    [InlineData(".status.conditions[?(@.code>6)].type", "\"Ready\"")]
    [InlineData(".status.conditions[?(@.code)].type", "\"Ready\"")]
    [InlineData(".status.conditions[?(@.type!=\"Synced\")].type", "\"Ready\"")]
    [InlineData(".status.conditions[*].type", "\"Synced\"")]
    [InlineData(".status.conditions[?(@.type==\"Gone\")].status", null)]
    [InlineData(".spec.nothing.at.all", null)]
    [InlineData(".spec.list[9]", null)]
    public void Paths_find_the_first_value(string path, string? json) =>
        ColumnPaths.Compile(path)(Content)?.ToJsonString().Should().Be(json);

    [Theory]
    [InlineData("spec.size")]
    [InlineData(".spec[")]
    [InlineData(".spec[x]")]
    [InlineData(".spec[?(@.a=1)]")]
    [InlineData("..size")]
    public void What_is_no_path_is_refused(string path) =>
        FluentActions.Invoking(() => ColumnPaths.Compile(path)).Should().Throw<FormatException>().WithMessage($"{path}*");

    [Theory]
    [InlineData("integer", ".spec.size", "3")]
    [InlineData("string", ".spec.size", "\"3\"")]
    [InlineData("string", ".spec.on", "\"true\"")]
    [InlineData("boolean", ".spec.on", "true")]
    [InlineData("integer", ".spec.on", null)]
    [InlineData("date", ".metadata.creationTimestamp", "\"5h\"")]
    [InlineData("date", ".metadata.annotations['example.com/a']", "\"<invalid>\"")]
    public void Cells_are_of_the_columns_type(string type, string path, string? json) =>
        ColumnPaths.Column("c", type, path).Cell(Content, DateTimeOffset.Parse("2026-01-01T05:00:00Z"))?.ToJsonString(Readable).Should().Be(json);

    [Theory]
    [InlineData(-5, "<invalid>")]
    [InlineData(-1, "0s")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(125, "2m5s")]
    [InlineData(600, "10m")]
    [InlineData(3 * 3600 - 1, "179m")]
    [InlineData(3 * 3600 + 60, "3h1m")]
    [InlineData(9 * 3600, "9h")]
    [InlineData(49 * 3600, "2d1h")]
    [InlineData(9 * 86400, "9d")]
    [InlineData(800 * 86400, "2y70d")]
    [InlineData(3000 * 86400L, "8y")]
    public void Ages_are_written_as_kubectl_writes_them(long seconds, string age) => Ages.Human(TimeSpan.FromSeconds(seconds)).Should().Be(age);
}
