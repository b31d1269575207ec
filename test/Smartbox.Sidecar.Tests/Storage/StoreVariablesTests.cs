using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Smartbox.Sidecar.Storage;
using Smartbox.Store.ObjectStores;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Tests.Storage;

public sealed class StoreVariablesTests
{
    [Fact]
    public void Read_EveryVariable_IsTaken()
    {
        var options = Read(
            (Variables.StoreEndpoint, "https://s3.example"), (Variables.StoreRegion, "eu"), (Variables.StoreBucket, "b"), (Variables.StorePrefix, "p/"),
            (Variables.StorePathStyle, "false"), (Variables.StoreCredentialsPath, "/c"));

        options.Should().Be(new ObjectStoreOptions
        {
            Endpoint = "https://s3.example",
            Region = "eu",
            Bucket = "b",
            Prefix = "p/boxes/u/",
            PathStyle = false,
            CredentialsFolder = "/c",
        });
    }

    [Fact]
    public void Read_Folder_NeedsNothingElse()
    {
        var options = Read((Variables.StoreFolder, "/bucket"));

        options.Folder.Should().Be("/bucket");
        options.Prefix.Should().Be("boxes/u/");
    }

    [Fact]
    public void Read_NoStore_SaysThatABoxNeedsOne() => ShouldRefuse().Should().Contain("has no store");

    [Theory]
    [InlineData(Variables.StoreEndpoint, "ftp://x", "ftp://x")]
    [InlineData(Variables.StorePrefix, "no-slash", Variables.StorePrefix)]
    [InlineData(Variables.StorePathStyle, "perhaps", Variables.StorePathStyle)]
    [InlineData(Variables.StoreBucket, "", "bucket")]
    [InlineData(Variables.StoreFolder, "/both", "Exactly one")]
    public void Read_WrongValue_IsNamed(string name, string value, string named)
    {
        var variables = new Dictionary<string, string> { [Variables.StoreEndpoint] = "https://s3.example", [Variables.StoreBucket] = "b" };
        variables[name] = value;

        ShouldRefuse([.. variables.Select(v => (v.Key, v.Value))]).Should().Contain(named);
    }

    [Fact]
    public void Excludes_LinesWithBlanks_AreTrimmed()
    {
        StoreVariables.Excludes(_ => "*.tmp\n\n cache/ \n").Should().Equal("*.tmp", "cache/");
        StoreVariables.Excludes(_ => null).Should().BeEmpty();
    }

    private static string ShouldRefuse(params (string Name, string Value)[] variables)
    {
        var thrown = FluentActions.Invoking(() => Read(variables)).Should().Throw<SidecarException>().Which;
        thrown.Reason.Should().Be(TerminationReasons.InvalidConfiguration);
        return thrown.Message;
    }

    private static ObjectStoreOptions Read(params (string Name, string Value)[] variables) =>
        StoreVariables.Read(variables.ToDictionary(v => v.Name, v => v.Value).GetValueOrDefault, "u");
}
