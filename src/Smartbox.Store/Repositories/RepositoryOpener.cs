using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Repositories;

/// <summary>Finds, makes and opens <c>config</c> and the key files.</summary>
internal sealed class RepositoryOpener(IObjectStore store, string password, RepositoryOptions options)
{
    private const uint Version = 2;
    private const int IdLength = 32;

    // Data that no config or key file exceeds; anything larger is not one.
    private const int MaximumSmallFile = 64 * 1024;

    /// <summary>Opens the repository; null when there is none.</summary>
    public async Task<(MasterKey Key, string Id)?> TryOpenAsync(CancellationToken cancellationToken)
    {
        var config = await TryGetConfigAsync(cancellationToken);
        if (config is not null)
        {
            return await OpenAsync(config, cancellationToken);
        }

        var leftovers = await store.ListAsync("", cancellationToken);
        return leftovers.Any(o => !IsKeyFile(o.Key))
            ? throw new RepositoryException(
                $"The repository has lost its config: there is none, but {leftovers.Count} other objects are there. It is left as it is.")
            : null;
    }

    /// <summary>Makes a repository where there is none, or completes one whose making was interrupted.</summary>
    public async Task<(MasterKey Key, string Id)> CreateAsync(CancellationToken cancellationToken)
    {
        var leftovers = await store.ListAsync("", cancellationToken);
        if (leftovers.Any(o => !IsKeyFile(o.Key)))
        {
            throw new RepositoryException("A repository cannot be made here: the place is not empty.");
        }

        // The key file is written first, as restic does. A kill before config leaves it alone, and it is used again: no second key comes to be.
        var key = leftovers.Count > 0 ? await OpenAnyKeyAsync(leftovers, _ => true, cancellationToken) : await SaveKeyAsync(cancellationToken);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength));
        var document = new ConfigDocument(Version, id, Polynomial.GenerateIrreducible().ToString("x", CultureInfo.InvariantCulture));
        using var box = new SealedBox(key);
        var config = box.SealCopy(JsonSerializer.SerializeToUtf8Bytes(document, RepositoryJson.Default.ConfigDocument));
        return await store.PutAsync(RepositoryKeys.Config, config, ifAbsent: true, cancellationToken)
            ? (key, id)
            : throw new RepositoryException("Another has made a repository here at the same moment.");
    }

    private static bool IsKeyFile(string key) => key.StartsWith(RepositoryKeys.KeyFiles, StringComparison.Ordinal);

    private async Task<byte[]?> TryGetConfigAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetAsync(RepositoryKeys.Config, 0, null, cancellationToken);
        }
        catch (ObjectStoreException e) when (e.Error == ObjectStoreError.NotFound)
        {
            return null;
        }
    }

    private async Task<(MasterKey Key, string Id)> OpenAsync(byte[] config, CancellationToken cancellationToken)
    {
        byte[]? plaintext = null;
        var files = await store.ListAsync(RepositoryKeys.KeyFiles, cancellationToken);
        if (files.Count == 0)
        {
            throw new RepositoryException("The repository has lost its key files: there is none.");
        }

        var key = await OpenAnyKeyAsync(files, IsKeyOfConfig, cancellationToken);
        try
        {
            var document = JsonSerializer.Deserialize(plaintext, RepositoryJson.Default.ConfigDocument);
            return document?.Version == Version
                ? (key, document.Id)
                : throw new RepositoryException(RepositoryError.Unsupported, $"The repository is of version {document?.Version}; only 2 is known.");
        }
        catch (JsonException e)
        {
            throw new RepositoryException("The repository's config is damaged.", e);
        }

        bool IsKeyOfConfig(MasterKey candidate)
        {
            using var box = new SealedBox(candidate);
            plaintext = box.OpenCopy(config);
            return plaintext is not null;
        }
    }

    /// <summary>Tries the password on each key file. A damaged one is only an error when no other opens.</summary>
    private async Task<MasterKey> OpenAnyKeyAsync(IReadOnlyList<ObjectInfo> files, Func<MasterKey, bool> isRight, CancellationToken cancellationToken)
    {
        RepositoryException? damage = null;
        foreach (var file in files)
        {
            try
            {
                var content = await store.GetAsync(file.Key, 0, MaximumSmallFile, cancellationToken);
                if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.Key[RepositoryKeys.KeyFiles.Length..])
                {
                    throw new RepositoryException($"The key file {file.Key} is damaged: its content does not match its name.");
                }

                if (PasswordKeys.TryOpen(content, file.Key, password, out var key))
                {
                    if (isRight(key))
                    {
                        return key;
                    }

                    damage ??= new RepositoryException("The repository's config is damaged: a key that the password opens does not open it.");
                }
            }
            catch (RepositoryException e)
            {
                damage ??= e;
            }
        }

        throw damage ?? new RepositoryException(RepositoryError.WrongPassword, "The password opens none of the repository's keys.");
    }

    private async Task<MasterKey> SaveKeyAsync(CancellationToken cancellationToken)
    {
        var key = MasterKey.Generate();
        var file = PasswordKeys.Create(key, password, options.Hostname, options.Username, options.Time.GetUtcNow());
        await store.PutAsync(RepositoryKeys.KeyFiles + Convert.ToHexStringLower(SHA256.HashData(file)), file, ifAbsent: false, cancellationToken);
        return key;
    }
}
