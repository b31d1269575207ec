using System.Text;

namespace Smartbox.Store.ObjectStores;

/// <summary>Finds out whether a bucket keeps the promises that the rest relies on. About a dozen requests; for a start-up or a check, not for every snapshot.</summary>
public static class ObjectStoreProbe
{
    /// <summary>Tries each promise on objects of its own below <c>probe/</c>, and removes them.</summary>
    /// <param name="options">Where the bucket is; the credentials must be allowed to write below the prefix.</param>
    /// <param name="time">Time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A sentence for each promise that is not kept; none when all are.</returns>
    /// <exception cref="ObjectStoreException">The bucket cannot be used at all.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(ObjectStoreOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var root = ObjectStoreFactory.CreateRoot(options, time);
        using var client = root as IDisposable;
        return await RunAsync(root, options.Prefix, cancellationToken);
    }

    /// <summary>The same on a whole bucket, below a prefix.</summary>
    internal static async Task<IReadOnlyList<string>> RunAsync(IObjectStore store, string prefix, CancellationToken cancellationToken)
    {
        // A new name each time: two probes at once do not disturb each other, and a leftover of a kill does not either.
        var folder = $"{prefix}probe/{Guid.NewGuid():N}/";
        var first = Encoding.ASCII.GetBytes("0123456789");
        var second = Encoding.ASCII.GetBytes("abcdefghij");
        List<string> missing = [];
        try
        {
            await store.PutAsync(folder + "once", first, ifAbsent: true, cancellationToken);
            if (await store.PutAsync(folder + "once", second, ifAbsent: true, cancellationToken))
            {
                missing.Add("It overwrites an object although If-None-Match forbids it: two writers would not notice each other.");
            }
            else if (!await ReadsRangeAsync(store, folder + "once", first, cancellationToken))
            {
                missing.Add("It does not give the part of an object that a range asks for: restores would read wrong bytes.");
            }

            if (store is S3ObjectStore s3 && await s3.AcceptsWrongDigestAsync(folder + "digest", cancellationToken))
            {
                missing.Add("It accepts content that does not match its Content-MD5: damage on the way would go unnoticed.");
            }

            if ((await store.ListAsync(folder, cancellationToken)).All(o => o.Key != folder + "once"))
            {
                missing.Add("A listing does not show what was just written: a snapshot could be overlooked.");
            }
        }
        finally
        {
            await store.DeleteAsync(folder + "once", cancellationToken);
            await store.DeleteAsync(folder + "digest", cancellationToken);
        }

        return missing;
    }

    private static async Task<bool> ReadsRangeAsync(IObjectStore store, string key, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            var part = await store.GetAsync(key, 3, 4, cancellationToken);
            return part.AsSpan().SequenceEqual(content.AsSpan(3, 4));
        }
        catch (ObjectStoreException e) when (e.Error == ObjectStoreError.Other)
        {
            return false;
        }
    }
}
