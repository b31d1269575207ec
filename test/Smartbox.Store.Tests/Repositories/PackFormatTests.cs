using System.Text;
using System.Text.Json;
using CsCheck;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Tests.Repositories;

public sealed class PackFormatTests
{
    private static readonly Gen<PackEntry[]> Entries =
        Gen.Select(Gen.Bool, Gen.Byte.Array[BlobId.Length], Gen.UInt[32, 1 << 20], Gen.UInt[0, 1 << 20]).Array[0, 50].Select(items =>
        {
            uint offset = 0;
            return items.Select(i =>
            {
                var entry = new PackEntry(i.Item1 ? BlobType.Tree : BlobType.Data, new BlobId(i.Item2), offset, i.Item3, i.Item4);
                offset += i.Item3;
                return entry;
            }).ToArray();
        });

    [Fact]
    public void Parse_HeaderThatWasWritten_GivesTheSameEntries() => Entries.Sample(entries =>
    {
        var header = new byte[PackHeader.Length(entries)];
        PackHeader.Write(entries, header);

        return PackHeader.Parse(header)!.SequenceEqual(entries);
    });

    [Fact]
    public void Parse_AnyBytes_GivesNullOrEntriesThatWriteTheSameBytes() => Gen.Byte.Array[37, 41].Sample(header =>
    {
        header[0] &= 3; // otherwise hardly any begins as one does
        if (PackHeader.Parse(header) is not { } entries)
        {
            return true;
        }

        var again = new byte[PackHeader.Length(entries)];
        PackHeader.Write(entries, again);
        return again.AsSpan().SequenceEqual(header);
    });

    [Fact]
    public void Parse_IndexThatWasWritten_GivesTheSamePacks() => Gen.Select(Gen.Byte.Array[BlobId.Length], Entries).Array[0, 4].Sample(packs =>
    {
        var written = packs.Select(p => new StoredPack(new BlobId(p.Item1), p.Item2)).ToList();

        var read = IndexFile.Parse(IndexFile.Write(written));

        return read.Count == written.Count && read.Zip(written).All(p => p.First.Id == p.Second.Id && p.First.Entries.SequenceEqual(p.Second.Entries));
    });

    [Fact]
    public void Parse_IndexOfAnotherVersion_SkipsWhatItDoesNotKnow()
    {
        var id = new string('a', 64);
        var json = $$"""
            {"supersedes":["{{id}}"],"packs":[{"new":{"x":[1]},"blobs":[{"type":"tree","extra":null,"offset":1,"length":40,"id":"{{id}}"}],"id":"{{id}}"}],"more":[{}]}
            """;

        IndexFile.Parse(Encoding.UTF8.GetBytes(json)).Should().ContainSingle().Which.Entries.Should()
            .Equal(new PackEntry(BlobType.Tree, BlobId.Parse(id), 1, 40, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"packs":7}""")]
    [InlineData("""{"packs":[{"blobs":[]}]}""")]
    [InlineData("""{"packs":[{"id":"xyz","blobs":[]}]}""")]
    [InlineData("""{"packs":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","blobs":[{"type":"data","length":40}]}]}""")]
    [InlineData("""{"packs":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","blobs":[{"type":"disk"}]}]}""")]
    [InlineData("""{"packs":[""")]
    public void Parse_WhatIsNoIndex_Throws(string json) =>
        FluentActions.Invoking(() => IndexFile.Parse(Encoding.UTF8.GetBytes(json))).Should().Throw<JsonException>();
}
