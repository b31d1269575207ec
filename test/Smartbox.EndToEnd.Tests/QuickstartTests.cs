using Smartbox.EndToEnd.Tests.Cluster;

namespace Smartbox.EndToEnd.Tests;

/// <summary>Points 1 to 3 of the first end-to-end path: install, create, see, talk.</summary>
public sealed class QuickstartTests
{
    [SkippableFact]
    public async Task Quickstart_Applied_IsListedBecomesReadyAndTalks()
    {
        var smartbox = await Installation.RequireAsync();
        var ns = await smartbox.NamespaceAsync("quickstart");

        await smartbox.Cluster.ApplyAsync(Repository.Read("examples", "quickstart.yaml"), ns);
        await smartbox.WaitReadyAsync(ns, "alice");

        var table = await smartbox.Cluster.KubectlAsync("get", "smartboxes", "-n", ns);
        var (header, row) = (table.Split('\n')[0], table.Split('\n')[1]);
        header.Split(' ', StringSplitOptions.RemoveEmptyEntries).Should()
            .ContainInOrder("NAME", "OWNER", "TYPE", "TIER", "READY", "REASON", "LAST", "BACKUP", "AGE");
        row.Should().Contain("alice@example.com").And.Contain("pa").And.Contain("standard-1").And.Contain("True");

        await smartbox.ChatAsync(ns, "alice", "remember that my cat is called Miso");
        var answer = await smartbox.ChatAsync(ns, "alice", "what is my cat called?");
        answer.Should().Contain("Miso");
    }

    [SkippableFact]
    public async Task Cli_TokenAndGet_WorkWithOnlyAKubeconfig()
    {
        var smartbox = await Installation.RequireAsync();
        var ns = await smartbox.NamespaceAsync("cli");
        await smartbox.CreateBoxAsync(ns, "carol", "carol@example.com");
        await smartbox.WaitReadyAsync(ns, "carol");

        var token = (await smartbox.CliAsync("token", "--user", "carol@example.com")).OrThrow().Trim();
        var boxes = (await smartbox.CliAsync("get", "-n", ns)).OrThrow();

        token.Split('.').Should().HaveCount(3, "it is a JWT");
        boxes.Should().Contain("carol").And.Contain("carol@example.com");
    }
}
