using System.Collections.Concurrent;

namespace Smartbox.Store.Repositories;

/// <summary>Codecs of one repository: as many as were ever used at once.</summary>
internal sealed class BlobCodecPool(MasterKey key) : IDisposable
{
    private readonly ConcurrentBag<BlobCodec> _free = [];

    public Lease Rent() => new(this, _free.TryTake(out var codec) ? codec : new BlobCodec(key));

    /// <summary>Frees what idle codecs hold; they are made again when needed.</summary>
    public void Clear()
    {
        while (_free.TryTake(out var codec))
        {
            codec.Dispose();
        }
    }

    public void Dispose() => Clear();

    /// <summary>A codec until it is disposed of, which gives it back.</summary>
    public readonly struct Lease(BlobCodecPool pool, BlobCodec codec) : IDisposable, IEquatable<Lease>
    {
        public BlobCodec Codec { get; } = codec;

        public void Dispose()
        {
            Codec.Trim();
            pool._free.Add(Codec);
        }

        public bool Equals(Lease other) => ReferenceEquals(Codec, other.Codec);

        public override bool Equals(object? obj) => obj is Lease other && Equals(other);

        public override int GetHashCode() => Codec.GetHashCode();
    }
}
