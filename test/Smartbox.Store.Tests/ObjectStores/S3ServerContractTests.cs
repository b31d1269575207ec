using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.ObjectStores;

/// <summary>The contract on a real S3 server, where <c>SMARTBOX_TEST_S3_ENDPOINT</c> names one (and <c>_KEY</c>, <c>_SECRET</c>, <c>_BUCKET</c>, <c>_REGION</c>).</summary>
[Collection(S3Fixture.Clock)]
public sealed class S3ServerContractTests : ObjectStoreContract, IAsyncLifetime
{
    private IObjectStore? _store;
    private ObjectStoreOptions? _options;
    private TemporaryFolder? _credentials;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_store is not null)
        {
            foreach (var left in await _store.ListAsync("", CancellationToken.None))
            {
                await _store.DeleteAsync(left.Key, CancellationToken.None);
            }
        }

        _credentials?.Dispose();
    }

    private protected override ObjectStoreOptions Options => _options!;

    private protected override Task<IObjectStore> OpenAsync()
    {
        (_options, _credentials) = S3Fixture.ServerOptions();
        _store = ObjectStoreFactory.Create(_options, TimeProvider.System);
        return Task.FromResult(_store);
    }
}
