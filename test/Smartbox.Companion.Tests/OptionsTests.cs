namespace Smartbox.Companion.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Options_NothingSet_AreThoseOfThePodContract()
    {
        var options = CompanionOptions.Read(_ => null);

        options.Errors().Should().BeEmpty();
        (options.StatePath, options.ListenAddress, options.ListenPort).Should().Be(("/state", "127.0.0.1", 8080));
        options.ModelEndpoint.Should().BeNull();
    }

    [Fact]
    public void Options_Wrong_AreAllToldAtOnce()
    {
        var options = new CompanionOptions { StatePath = "state", ListenAddress = "here", ListenPort = 70_000, ModelEndpoint = "ftp://x", HistoryMessages = 0 };

        options.Errors().Should().HaveCount(6).And.OnlyContain(error => error.EndsWith('.'));
    }

    [Fact]
    public void Model_NamedByTheBox_OverridesTheTypes()
    {
        var folder = Directory.CreateTempSubdirectory("config").FullName;
        File.WriteAllText(Path.Combine(folder, "modelEndpoint"), "https://box.example.com/v1\n");
        var variables = new Dictionary<string, string>
        {
            ["SMARTBOX_CONFIG_PATH"] = folder,
            ["SMARTBOX_MODEL_ENDPOINT"] = "https://type.example.com/v1",
            ["SMARTBOX_MODEL_NAME"] = "m",
        };

        var options = CompanionOptions.Read(variables.GetValueOrDefault);

        (options.ModelEndpoint, options.ModelName).Should().Be(("https://box.example.com/v1", "m"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Port_NotANumber_IsAnError()
    {
        CompanionOptions.Read(name => name == "SMARTBOX_LISTEN_PORT" ? "http" : null).Errors().Should().ContainSingle().Which.Should().Contain("SMARTBOX_LISTEN_PORT");
    }
}
