using System.Net;
using Smartbox.Protocol;
using Smartbox.Sidecar.Hosting;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Tests.Hosting;

public sealed class SidecarOptionsTests
{
    [Fact]
    public void Read_RequiredVariablesOnly_UsesThePathsOfTheContract()
    {
        var options = Read((Variables.Uid, "u"), (Variables.PodUid, "p"), (Variables.Epoch, "3"));

        options.Should().BeEquivalentTo(new SidecarOptions
        {
            Uid = "u",
            PodUid = "p",
            Epoch = 3,
            VolumePath = PodContract.VolumePath,
            RelayPath = PodContract.RelayPath,
            KeysPath = PodContract.KeysPath,
            TrustPath = PodContract.TrustPath,
            TerminationLogPath = PodContract.TerminationLogPath,
            AgentEndpoint = new Uri("http://127.0.0.1:8080"),
        });
    }

    [Fact]
    public void Read_EveryVariable_IsTaken()
    {
        var options = Read(
            (Variables.Uid, "u"), (Variables.PodUid, "p"), (Variables.Epoch, "3"), (Variables.Namespace, "n"), (Variables.Name, "a"),
            (Variables.ExpectState, "true"), (Variables.VolumePath, "/v"), (Variables.RelayPath, "/r"), (Variables.KeysPath, "/k"),
            (Variables.TrustPath, "/t"), (Variables.TerminationLogPath, "/e"), (Variables.ListenAddress, "127.0.0.1"),
            (Variables.ListenPort, "0"), (Variables.AgentEndpoint, "http://127.0.0.1:9"));

        options.Should().Be(new SidecarOptions
        {
            Uid = "u",
            PodUid = "p",
            Epoch = 3,
            Namespace = "n",
            Name = "a",
            ExpectState = true,
            VolumePath = "/v",
            RelayPath = "/r",
            KeysPath = "/k",
            TrustPath = "/t",
            TerminationLogPath = "/e",
            ListenAddress = IPAddress.Loopback,
            ListenPort = 0,
            AgentEndpoint = new Uri("http://127.0.0.1:9"),
        });
    }

    [Fact]
    public void Read_SeveralMistakes_NamesAllAtOnce()
    {
        var read = () => Read((Variables.Uid, "u"), (Variables.Epoch, "0"), (Variables.ExpectState, "maybe"), (Variables.ListenPort, "70000"));

        var thrown = read.Should().Throw<SidecarException>().Which;
        thrown.Reason.Should().Be(TerminationReasons.InvalidConfiguration);
        thrown.Message.Should().ContainAll(
            Variables.PodUid, Variables.Epoch, Variables.ExpectState, Variables.ListenPort).And.NotContain(Variables.Uid + " ");
    }

    private static SidecarOptions Read(params (string Name, string Value)[] variables) =>
        SidecarOptions.Read(variables.ToDictionary(v => v.Name, v => v.Value).GetValueOrDefault);
}
