using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Smartbox.Protocol.Relay.V1;

namespace Smartbox.Sidecar.Relay.EventLog;

/// <summary>
/// Layout of a session's log: eight bytes <see cref="Magic"/>, then records. A record is the length of its body (4 bytes, little endian), the
/// CRC-32C of length and body (4 bytes, little endian), and the body, a <see cref="LogRecord"/>.
/// </summary>
internal static class RecordFormat
{
    public const int HeaderLength = 8;

    public const int FrameLength = 8;

    /// <summary>A longer record is none: answers are bounded by <see cref="RelayOptions.MaxAnswerBytes"/>.</summary>
    public const int MaxBodyLength = 4 * 1024 * 1024;

    public static ReadOnlySpan<byte> Magic => "SBXLOG1\n"u8;

    public static void Write(LogRecord record, ArrayBufferWriter<byte> output)
    {
        var length = record.CalculateSize();
        var frame = output.GetSpan(FrameLength + length)[..(FrameLength + length)];
        record.WriteTo(frame[FrameLength..]);
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame[..4], frame[FrameLength..]));
        output.Advance(frame.Length);
    }

    /// <returns>Length of the body, or null when these bytes begin no record.</returns>
    public static int? BodyLength(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadInt32LittleEndian(frame) is var length and > 0 and <= MaxBodyLength ? length : null;

    /// <returns>The record, or null when the bytes are not what was written.</returns>
    public static LogRecord? Parse(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> body)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]) != Checksum(frame[..4], body))
        {
            return null;
        }

        try
        {
            var record = LogRecord.Parser.ParseFrom(body);
            return record.Event is null ? null : record;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> length, ReadOnlySpan<byte> body)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, MemoryMarshal.Read<uint>(length));
        var words = MemoryMarshal.Cast<byte, ulong>(body);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var octet in body[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return ~crc;
    }
}
