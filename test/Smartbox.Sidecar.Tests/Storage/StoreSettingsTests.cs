using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Storage;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Tests.Storage;

public sealed class StoreSettingsTests
{
    [Fact]
    public void Read_EveryVariable_IsTaken()
    {
        var settings = Read(
            (Variables.StoreEndpoint, "https://s3.example"), (Variables.StoreRegion, "eu"), (Variables.StoreBucket, "b"), (Variables.StorePrefix, "p/"),
            (Variables.StorePathStyle, "false"), (Variables.StoreCredentialsPath, "/c"), (Variables.BackupExclude, "*.tmp\n\n cache/ \n"));

        settings.Should().BeEquivalentTo(new StoreSettings
        {
            Endpoint = new Uri("https://s3.example"), Region = "eu", Bucket = "b", Prefix = "p/", PathStyle = false, CredentialsPath = "/c", Exclude = ["*.tmp", "cache/"],
        });
    }

    [Fact]
    public void Read_Folder_NeedsNothingElse() =>
        Read((Variables.StoreFolder, "/bucket")).Should().BeEquivalentTo(new StoreSettings { Folder = "/bucket" });

    [Fact]
    public void Read_NoStore_SaysThatABoxNeedsOne() => ShouldRefuse().Should().Contain("has no store");

    [Theory]
    [InlineData(Variables.StoreEndpoint, "ftp://x")]
    [InlineData(Variables.StorePrefix, "no-slash")]
    [InlineData(Variables.StorePathStyle, "perhaps")]
    public void Read_WrongValue_NamesIt(string name, string value) => ShouldRefuse((name, value)).Should().Contain(name);

    [Fact]
    public void Read_EndpointWithoutBucket_NamesTheBucket() => ShouldRefuse((Variables.StoreEndpoint, "https://s3.example")).Should().Contain(Variables.StoreBucket);

    private static string ShouldRefuse(params (string Name, string Value)[] variables)
    {
        var thrown = FluentActions.Invoking(() => Read(variables)).Should().Throw<SidecarException>().Which;
        thrown.Reason.Should().Be(TerminationReasons.InvalidConfiguration);
        return thrown.Message;
    }

    private static StoreSettings Read(params (string Name, string Value)[] variables) =>
        StoreSettings.Read(variables.ToDictionary(v => v.Name, v => v.Value).GetValueOrDefault);
}
