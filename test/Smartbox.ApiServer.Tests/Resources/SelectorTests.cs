using System.Text;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Resources.Selectors;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Tests.Resources;

public sealed class SelectorTests
{
    private static readonly ResourceCatalog Catalog = new();

    private static readonly ResourceType Pods = Catalog.Find("", "v1", "pods")!;

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web , tier", true)]
    [InlineData("app!=web", false)]
    [InlineData("nothing!=x", true)]
    [InlineData("app in (db, web)", true)]
    [InlineData("app notin (db,web)", false)]
    [InlineData("nothing notin (x)", true)]
    [InlineData("!nothing,!app", false)]
    [InlineData("tier=", true)]
    [InlineData("tier in (,x)", true)]
    [InlineData("n>4,n<6", true)]
    [InlineData("n>5", false)]
    [InlineData("example.com/key=v", true)]
    public void Labels_match(string selector, bool matches) =>
        LabelSelectors.Parse(selector)(Stored("{}", ("app", "web"), ("tier", ""), ("n", "5"), ("example.com/key", "v"))).Should().Be(matches);

    [Theory]
    [InlineData("a in (b", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("a,,b", "found ',', expected: identifier after ','")]
    [InlineData("a==b,", "found '', expected: identifier after ','")]
    [InlineData("a=b c", "found 'c', expected: ',' or 'end of string'")]
    [InlineData("a in", "unable to parse requirement: found '' expected: '('")]
    [InlineData("=b", "found '=', expected: !, identifier, or 'end of string'")]
    [InlineData("a!", "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a=b=c", "found '=', expected: ',' or 'end of string'")]
    [InlineData("(a)", "found '(', expected: !, identifier, or 'end of string'")]
    [InlineData("a=-x", "unable to parse requirement: values[0][a]: Invalid value: \"-x\": a valid label must be *")]
    [InlineData("-a=b", "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of *")]
    public void A_wrong_label_selector_is_told_what_the_real_server_says(string selector, string message) =>
        FluentActions.Invoking(() => LabelSelectors.Parse(selector)).Should().Throw<ApiException>().WithMessage(message).Which.Code.Should().Be(400);

    [Theory]
    [InlineData("", true)]
    [InlineData("metadata.name=a,metadata.namespace!=other", true)]
    [InlineData("metadata.name!=a", false)]
    [InlineData("status.phase==Running,spec.nodeName=local", true)]
    [InlineData("status.phase!=Running", false)]
    [InlineData("spec.hostNetwork=false", true)]
    [InlineData("status.nominatedNodeName=", true)]
    [InlineData("spec.schedulerName=x\\,y", true)]
    public void Fields_match(string selector, bool matches) =>
        FieldSelectors.Parse(selector, Pods)(Stored("""{"spec":{"nodeName":"local","schedulerName":"x,y"},"status":{"phase":"Running"}}""")).Should().Be(matches);

    [Theory]
    [InlineData("foo=bar", "field label not supported: foo")]
    [InlineData("status.phase", "invalid selector: 'status.phase'; can't understand 'status.phase'")]
    [InlineData("status.phase=a\\b", "invalid field selector: invalid escape sequence: \\b")]
    public void A_wrong_field_selector_is_told_what_the_real_server_says(string selector, string message) =>
        FluentActions.Invoking(() => FieldSelectors.Parse(selector, Pods)).Should().Throw<ApiException>().WithMessage(message).Which.Code.Should().Be(400);

    [Fact]
    public void A_kind_without_selectable_fields_says_which_there_are() =>
        FluentActions.Invoking(() => FieldSelectors.Parse("a=b", Catalog.Find("", "v1", "configmaps")!))
            .Should().Throw<ApiException>().WithMessage("\"a\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");

    [Fact]
    public void Names_are_selected_without_reading_the_content() =>
        FieldSelectors.Parse("metadata.name=a", Pods)(Stored("no JSON")).Should().BeTrue();

    [Fact]
    public void Events_of_both_groups_are_selected_by_their_own_names()
    {
        var stored = Stored("""{"involvedObject":{"name":"x"},"source":{"component":"kubelet"}}""");

        FieldSelectors.Parse("involvedObject.name=x,source=kubelet", Catalog.Find("", "v1", "events")!)(stored).Should().BeTrue();
        FieldSelectors.Parse("regarding.name=x", Catalog.Find("events.k8s.io", "v1", "events")!)(stored).Should().BeTrue();
    }

    private static StoredObject Stored(string json, params (string Key, string Value)[] labels) =>
        new(new ObjectKey("pods", "ns", "a"), 1, Encoding.UTF8.GetBytes(json), labels.ToDictionary(label => label.Key, label => label.Value));
}
