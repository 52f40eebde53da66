using System.Buffers.Binary;
using System.Text;
using Taler.Merchant;

namespace Taler.Paywall.Sessions;

/// <summary>
/// The session as bytes: version, time of issue in seconds (8), session-ID, then for each order the key of the resource (8), a hash of the
/// terms (4), the mark (1) and the order-ID. IDs are preceded by their length (1).
/// </summary>
internal static class SessionFormat
{
    private const byte Version = 1;
    private const int EntryOverhead = 8 + 4 + 1 + 1;

    /// <summary>Writes a session, dropping the least recently used orders until it fits.</summary>
    public static byte[] Write(Session session, int maxBytes)
    {
        var buffer = new byte[maxBytes];
        buffer[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(1), session.Issued.ToUnixTimeSeconds());
        var written = 9 + WriteId(buffer.AsSpan(9), session.Id.Value);
        foreach (var entry in session.Orders)
        {
            if (written + EntryOverhead + entry.OrderId.Value.Length > maxBytes)
                break;
            var span = buffer.AsSpan(written);
            BinaryPrimitives.WriteUInt64BigEndian(span, entry.Resource.Value);
            BinaryPrimitives.WriteUInt32BigEndian(span[8..], entry.TermsHash);
            span[12] = (byte)entry.Mark;
            written += 13 + WriteId(span[13..], entry.OrderId.Value);
        }
        return buffer[..written];
    }

    /// <returns>Null if the bytes are of another version or damaged.</returns>
    public static Session? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10 || bytes[0] != Version)
            return null;
        var seconds = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        var rest = bytes[9..];
        if (seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() || !SessionId.TryParse(ReadId(ref rest), out var sessionId))
            return null;
        var orders = new List<OrderEntry>();
        while (rest.Length > EntryOverhead)
        {
            var resource = new ResourceKey(BinaryPrimitives.ReadUInt64BigEndian(rest));
            var termsHash = BinaryPrimitives.ReadUInt32BigEndian(rest[8..]);
            var mark = (OrderMark)rest[12];
            rest = rest[13..];
            if (mark > OrderMark.Adopted || !OrderId.TryParse(ReadId(ref rest), out var orderId))
                return null;
            orders.Add(new OrderEntry(resource, termsHash, orderId, mark));
        }
        return rest.IsEmpty ? new Session(sessionId, DateTimeOffset.FromUnixTimeSeconds(seconds), [.. orders]) : null;
    }

    private static int WriteId(Span<byte> target, string id)
    {
        target[0] = (byte)id.Length;
        return 1 + Encoding.ASCII.GetBytes(id, target[1..]);
    }

    private static string? ReadId(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest.Length < 1 + rest[0])
            return null;
        var id = Encoding.ASCII.GetString(rest.Slice(1, rest[0]));
        rest = rest[(1 + id.Length)..];
        return id;
    }
}
