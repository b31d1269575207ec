using System.Diagnostics;

namespace Smartbox.ApiServer.Tests.Storage;

public sealed class KillTests
{
    [Fact]
    public async Task KilledAgainAndAgain_NothingAcknowledgedIsLost()
    {
        var folder = Directory.CreateTempSubdirectory("smartbox-kill-").FullName;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        for (var round = 0; round < 20; round++)
        {
            var writer = new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, folder]);
            (await StoreKillLoop.RoundAsync(folder, writer, 50 + (round * 37 % 200), deadline.Token)).Should().BeGreaterThanOrEqualTo(50);
        }

        Directory.Delete(folder, recursive: true);
    }
}
