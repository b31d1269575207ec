using CsCheck;

namespace Smartbox.ApiServer.Tests.Storage;

public sealed class StorePropertyTests
{
    private static readonly Gen<StoreRun.Step[]> _steps = Gen
        .Select(Gen.Int[0, 99], Gen.Int[0, 23], Gen.Int[0, 2], (kind, key, choice) => new StoreRun.Step(kind, key, choice))
        .Array[1, 120];

    [Fact]
    public Task AnyHistory_LooksLikeTheModel() => _steps.SampleAsync(StoreRun.RunAsync, iter: 150);
}
