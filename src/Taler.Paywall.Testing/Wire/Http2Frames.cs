using System.Buffers.Binary;

namespace Taler.Paywall.Testing.Wire;

/// <summary>The frames of HTTP/2 on a connection (RFC 9113), with as little meaning as possible.</summary>
internal sealed class Http2Frames(Stream stream)
{
    private const int HeadLength = 9;
    private const int LongestPayload = 16384;

    private readonly byte[] _head = new byte[HeadLength];

    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public async Task<Frame> ReadAsync(CancellationToken cancellationToken)
    {
        await stream.ReadExactlyAsync(_head, cancellationToken);
        var length = _head[0] << 16 | _head[1] << 8 | _head[2];
        // Text of HTTP/1.1 read as a frame has an enormous length.
        if (length > LongestPayload)
            throw new IOException("The server does not speak HTTP/2.");
        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, cancellationToken);
        return new Frame((FrameType)_head[3], _head[4], (int)(BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(5)) & 0x7FFFFFFF), payload);
    }

    public static void Write(MemoryStream output, FrameType type, byte flags, int streamId, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, (byte)type, flags, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(head[5..], streamId);
        output.Write(head);
        output.Write(payload);
    }

    /// <summary>A header block, in as many frames as it needs.</summary>
    public static void WriteHeaders(MemoryStream output, int streamId, ReadOnlySpan<byte> block, bool endsStream)
    {
        var type = FrameType.Headers;
        var flags = endsStream ? FrameFlags.EndStream : FrameFlags.None;
        while (block.Length > LongestPayload)
        {
            Write(output, type, flags, streamId, block[..LongestPayload]);
            block = block[LongestPayload..];
            (type, flags) = (FrameType.Continuation, FrameFlags.None);
        }
        Write(output, type, (byte)(flags | FrameFlags.EndHeaders), streamId, block);
    }
}

internal sealed record Frame(FrameType Type, byte Flags, int StreamId, byte[] Payload)
{
    public bool Has(byte flag) => (Flags & flag) != 0;

    /// <summary>The payload without padding and priority.</summary>
    public ReadOnlySpan<byte> Content
    {
        get
        {
            ReadOnlySpan<byte> content = Payload;
            var padding = 0;
            if (Has(FrameFlags.Padded) && content.Length > 0)
            {
                padding = content[0];
                content = content[1..];
            }
            if (Type is FrameType.Headers && Has(FrameFlags.Priority) && content.Length >= 5)
                content = content[5..];
            return content[..Math.Max(0, content.Length - padding)];
        }
    }
}

internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    Reset = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

internal static class FrameFlags
{
    public const byte None = 0;
    public const byte EndStream = 1;

    /// <summary>The same bit, on settings and pings.</summary>
    public const byte Ack = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;
    public const byte Priority = 32;
}
