using System.Reflection;
using Xunit.Sdk;

namespace Smartbox.Conformance.Tests.Servers;

/// <summary>Runs a theory once on each server; with values, once for each value on each server.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ServersAttribute(params object[] values) : DataAttribute
{
    public object[] Values => values;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Enum.GetValues<ServerKind>().Select(kind => (object[])[kind, .. values]);
}
