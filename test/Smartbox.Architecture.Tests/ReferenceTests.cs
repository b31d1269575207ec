using System.Xml.Linq;

namespace Smartbox.Architecture.Tests;

/// <summary>References between projects point one way (docs/design/0001).</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Smartbox.Api"] = [],
        ["Smartbox.Kubernetes"] = [],
        ["Smartbox.Store"] = [],
        ["Smartbox.Protocol"] = [],
        ["Smartbox.Api.Generator"] = ["Smartbox.Api"],
        ["Smartbox.Operator"] = ["Smartbox.Api", "Smartbox.Kubernetes", "Smartbox.Protocol"],
        ["Smartbox.Gateway"] = ["Smartbox.Api", "Smartbox.Kubernetes", "Smartbox.Protocol"],
        ["Smartbox.Sidecar"] = ["Smartbox.Protocol", "Smartbox.Store"],
        ["Smartbox.Companion"] = ["Smartbox.Protocol"],
        ["Smartbox.ApiServer"] = [],
        ["Smartbox.Kubelet"] = ["Smartbox.Kubernetes"],
        ["Smartbox.Local"] = ["Smartbox.Api", "Smartbox.ApiServer", "Smartbox.Kubelet", "Smartbox.Protocol"],
        ["Smartbox.Cli"] = ["Smartbox.Api", "Smartbox.Local", "Smartbox.Protocol"],
    };

    public static TheoryData<string> Projects() => [.. Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "src")).Select(d => Path.GetFileName(d)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_AreTheAllowedOnes(string project)
    {
        var references = XDocument.Load(Path.Combine(Checkout.Root, "src", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

        s_allowed.Should().ContainKey(project, "a new project says here what it may know");
        references.Should().BeSubsetOf(s_allowed[project]);
    }

    [Fact]
    public void Controllers_ReferToTheClient_NeverToTheTransport()
    {
        var offenders = Checkout.Sources("Smartbox.Operator")
            .Where(f => File.ReadAllText(f) is var text
                && (text.Contains("k8s.Kubernetes ", StringComparison.Ordinal) || text.Contains("IKubernetes ", StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Checkout.Root, f));

        offenders.Should().BeEmpty("controllers see IKubernetesClient and IEntityCache<T> only");
    }
}
