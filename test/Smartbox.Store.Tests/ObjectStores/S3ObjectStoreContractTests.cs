using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.ObjectStores;

/// <summary>The contract on the small server of these tests.</summary>
public sealed class S3ObjectStoreContractTests : ObjectStoreContract, IAsyncLifetime
{
    private readonly TemporaryFolder _credentials = S3Fixture.Credentials("id", "secret");
    private TinyS3? _server;

    public async Task InitializeAsync() => _server = await TinyS3.StartAsync();

    public async Task DisposeAsync()
    {
        _credentials.Dispose();
        await _server!.DisposeAsync();
    }

    private protected override ObjectStoreOptions Options => S3Fixture.Options(_server!, _credentials);

    private protected override Task<IObjectStore> OpenAsync() => Task.FromResult<IObjectStore>(new S3ObjectStore(Options, TimeProvider.System, () => 0));
}
