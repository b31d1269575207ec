using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources.Tables;

namespace Smartbox.ApiServer.Tests.Resources;

public sealed class TableTests
{
    /// <summary>Columns whose cells depend on when they are asked for.</summary>
    private static readonly string[] Ages = ["Age", "Last Seen", "First Seen"];

    private static readonly DateTimeOffset Recorded = DateTimeOffset.Parse("2026-11-25T13:00:30Z");

    private static readonly JsonObject Pod = BuiltIn.Parse(
        """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "labels": {"a": "b"}, "creationTimestamp": "2026-11-25T12:00:00Z"}, "status": {"phase": "Running"}}""");

    public static TheoryData<string> Recordings
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var table in Golden()) data.Add(KindOf(table!));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Objects_are_shown_as_the_real_server_shows_them(string kind)
    {
        var golden = Golden().Single(table => KindOf(table!) == kind)!;
        var rows = golden["rows"]!.AsArray();
        var type = BuiltIn.TypeOf(rows[0]!["object"]!.AsObject());

        var table = Tables.Render(type, rows.Select(row => row!["object"]!.AsObject()), "None", Recorded);

        var columns = table["columnDefinitions"]!.AsArray();
        columns.Select(Heading).Should().Equal(golden["columns"]!.AsArray().Select(Heading));
        var fixedCells = Enumerable.Range(0, columns.Count).Where(index => !Ages.Contains(columns[index]!["name"]!.GetValue<string>())).ToList();
        string Cells(JsonNode? row) => string.Join(" | ", fixedCells.Select(index => row!["cells"]![index]?.ToJsonString()));
        table["rows"]!.AsArray().Select(Cells).Should().Equal(rows.Select(Cells));
    }

    [Fact]
    public void A_row_brings_the_metadata_of_its_object_unless_it_is_told_otherwise()
    {
        Row(Pod, null)["object"]!.ToJsonString().Should().Be(
            """{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"p","labels":{"a":"b"},"creationTimestamp":"2026-11-25T12:00:00Z"}}""");
        Row(Pod, "Object")["object"]!["status"].Should().NotBeNull();
        Row(Pod, "None")["object"].Should().BeNull();
        FluentActions.Invoking(() => Row(Pod, "All")).Should().Throw<ApiException>().Which.Code.Should().Be(400);
    }

    [Fact]
    public void A_pod_that_is_being_deleted_is_terminating()
    {
        var pod = Pod.DeepClone().AsObject();
        pod["metadata"]!["deletionTimestamp"] = "2026-11-25T12:30:00Z";

        Row(pod, null)["cells"]!.ToJsonString().Should().Be("""["p","0/0","Terminating","0","60m","\u003Cnone\u003E","\u003Cnone\u003E","\u003Cnone\u003E","\u003Cnone\u003E"]""");
    }

    [Fact]
    public void A_kind_without_columns_has_name_and_age()
    {
        var account = BuiltIn.Parse("""{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "s", "creationTimestamp": "2026-11-25T12:00:00Z"}}""");

        Row(account, null)["cells"]!.ToJsonString().Should().Be("""["s","60m"]""");
    }

    private static JsonNode Row(JsonObject item, string? includeObject) => Tables.Render(BuiltIn.TypeOf(item), [item], includeObject, Recorded)["rows"]![0]!;

    private static string KindOf(JsonNode table) => $"{table["rows"]![0]!["object"]!["apiVersion"]}/{table["rows"]![0]!["object"]!["kind"]}";

    private static string Heading(JsonNode? column) => $"{column!["name"]} {column["type"]} {column["format"]} {column["priority"]}";

    private static JsonArray Golden() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Resources", "Golden", "tables.json")))!.AsArray();
}
