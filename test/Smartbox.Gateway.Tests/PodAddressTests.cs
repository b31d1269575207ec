using System.Net;
using Smartbox.Gateway.Routing;

namespace Smartbox.Gateway.Tests;

public sealed class PodAddressTests
{
    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("fd00::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.0.0.1", false)]
    [InlineData("::", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("ff02::1", false)]
    public void Address_IsDialled_OnlyWhenItCanBeAPods(string address, bool may) =>
        PodAddress.MayBeDialled(IPAddress.Parse(address), allowLoopback: false).Should().Be(may);

    [Fact]
    public void Loopback_WhenAllowed_IsDialled_LinkLocalIsNot()
    {
        PodAddress.MayBeDialled(IPAddress.Loopback, allowLoopback: true).Should().BeTrue();
        PodAddress.MayBeDialled(IPAddress.Parse("169.254.169.254"), allowLoopback: true).Should().BeFalse();
    }
}
