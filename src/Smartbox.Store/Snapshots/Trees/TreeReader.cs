using System.Text.Json;
using Smartbox.Store.Files;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Trees;

/// <summary>Parses tree blobs of any writer; unknown fields are passed over, as restic does.</summary>
internal static class TreeReader
{
    /// <exception cref="RepositoryException">It is not a tree, or one whose names are not in order, which no honest writer makes.</exception>
    public static List<TreeNode> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var nodes = new List<TreeNode>();
            Expect(ref reader, JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isNodes = reader.ValueTextEquals("nodes"u8);
                reader.Read();
                if (!isNodes)
                    reader.Skip();
                else if (reader.TokenType == JsonTokenType.StartArray)
                    ReadNodes(ref reader, nodes);
            }

            return nodes;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new RepositoryException($"A tree cannot be read: {e.Message}", e);
        }
    }

    private static void ReadNodes(ref Utf8JsonReader reader, List<TreeNode> nodes)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var node = ReadNode(ref reader);
            if (nodes.Count > 0 && node.Name.AsSpan().SequenceCompareTo(nodes[^1].Name) <= 0)
                throw new FormatException("its names are not in order.");
            nodes.Add(node);
        }
    }

    private static TreeNode ReadNode(ref Utf8JsonReader reader)
    {
        byte[]? name = null;
        byte[]? rawTarget = null;
        var node = new TreeNode { Name = [], Kind = FileKind.Unknown };
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("a node is not an object.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var field = reader.GetString();
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            switch (field)
            {
                case "name":
                    name = GoQuoting.Unquote(Bytes(ref reader));
                    break;
                case "type":
                    node.Kind = NodeTypes.Parse(reader.GetString()!);
                    break;
                case "mode":
                    node.Mode = GoFileMode.ToMode(reader.GetUInt32());
                    break;
                case "mtime":
                    node.Modified = GoJson.ReadTime(Bytes(ref reader));
                    break;
                case "atime":
                    node.Accessed = GoJson.ReadTime(Bytes(ref reader));
                    break;
                case "ctime":
                    node.Changed = GoJson.ReadTime(Bytes(ref reader));
                    break;
                case "uid":
                    node.Uid = reader.GetUInt32();
                    break;
                case "gid":
                    node.Gid = reader.GetUInt32();
                    break;
                case "inode":
                    node.Inode = reader.GetUInt64();
                    break;
                case "device_id":
                    node.DeviceId = reader.GetUInt64();
                    break;
                case "size":
                    node.Size = reader.GetInt64();
                    break;
                case "links":
                    node.Links = reader.GetUInt64();
                    break;
                case "linktarget":
                    node.LinkTarget = Bytes(ref reader);
                    break;
                case "linktarget_raw":
                    rawTarget = reader.GetBytesFromBase64();
                    break;
                case "extended_attributes":
                    node.ExtendedAttributes = ReadExtendedAttributes(ref reader);
                    break;
                case "device":
                    node.Device = reader.GetUInt64();
                    break;
                case "content":
                    node.Content = ReadIds(ref reader);
                    break;
                case "subtree":
                    node.Subtree = BlobId.Parse(reader.GetString()!);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        node.Name = name ?? throw new FormatException("a node has no name.");
        node.LinkTarget = rawTarget ?? node.LinkTarget;
        return node;
    }

    private static List<ExtendedAttribute> ReadExtendedAttributes(ref Utf8JsonReader reader)
    {
        var attributes = new List<ExtendedAttribute>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string? name = null;
            byte[] value = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isName = reader.ValueTextEquals("name"u8);
                var isValue = reader.ValueTextEquals("value"u8);
                reader.Read();
                if (isName)
                    name = reader.GetString();
                else if (isValue && reader.TokenType == JsonTokenType.String)
                    value = reader.GetBytesFromBase64();
                else
                    reader.Skip();
            }

            attributes.Add(new ExtendedAttribute(name ?? throw new FormatException("an attribute has no name."), value));
        }

        return attributes;
    }

    private static List<BlobId> ReadIds(ref Utf8JsonReader reader)
    {
        var ids = new List<BlobId>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            ids.Add(BlobId.Parse(reader.GetString()!));
        return ids;
    }

    private static byte[] Bytes(ref Utf8JsonReader reader)
    {
        var bytes = new byte[reader.ValueSpan.Length];
        var length = reader.CopyString(bytes);
        return length == bytes.Length ? bytes : bytes[..length];
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw new FormatException("it is not an object.");
    }
}
