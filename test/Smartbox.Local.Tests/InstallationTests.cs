namespace Smartbox.Local.Tests;

/// <summary>An installation over its life, with the programs of this build.</summary>
public sealed class InstallationTests : IDisposable
{
    private const string Alice = """
        apiVersion: smartbox.dev/v1alpha1
        kind: Smartbox
        metadata: {name: alice}
        spec: {owner: alice@example.com}
        """;

    private readonly TestInstallation _installation = new();
    private readonly CancellationTokenSource _limit = new(TestInstallation.Patience);

    [Fact]
    public async Task Box_StoppedAndItsVolumeLost_RemembersByItsLastSnapshot()
    {
        var first = await _installation.StartAsync(_limit.Token);
        await CliAsync(Alice, "apply", "-f", "-");
        await CliAsync("", "chat", "alice", "-m", "remember that my cat is called Miso");
        await first.StopAsync(new Progress<string>(), _limit.Token);
        foreach (var claim in Directory.GetDirectories(Path.Combine(_installation.Folder, "node", "claims")))
        {
            Directory.Delete(claim, recursive: true);
        }

        await using var second = await _installation.StartAsync(_limit.Token);
        var answer = await CliAsync("", "chat", "alice", "-m", "what is my cat called?");

        answer.Should().Contain("Miso");
        await second.StopAsync(new Progress<string>(), _limit.Token);
    }

    [Fact]
    public async Task Start_InAFolderThatIsHeld_SaysByWhom()
    {
        var holder = await _installation.StartAsync(_limit.Token);

        var second = () => _installation.StartAsync(_limit.Token);

        (await second.Should().ThrowAsync<LocalException>()).WithMessage($"*in use by process {Environment.ProcessId} since*");
        await holder.StopAsync(new Progress<string>(), _limit.Token);
    }

    [Fact]
    public async Task Apply_OfAWrongBox_SaysFieldAndAllowedValues()
    {
        var running = await _installation.StartAsync(_limit.Token);

        var wrong = () => CliAsync(Alice.Replace("alice@example.com", "a, update: Sometimes", StringComparison.Ordinal), "apply", "-f", "-");

        (await wrong.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*spec.update: Unsupported value: \"Sometimes\": supported values: *\"WhenIdle\"*");
        await running.StopAsync(new Progress<string>(), _limit.Token);
    }

    public void Dispose()
    {
        _installation.Dispose();
        _limit.Dispose();
    }

    private Task<string> CliAsync(string input, params string[] arguments) => _installation.CliAsync(input, _limit.Token, arguments);
}
