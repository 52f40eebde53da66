using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Taler.Merchant;

namespace Taler.Paywall.ModelTests.World;

/// <summary>What a cookie or a header of ours holds, as far as the model must know.</summary>
/// <param name="Session">Whose it is.</param>
/// <param name="Issued">When it was written.</param>
/// <param name="HasComputed">Whether an order stands in it that may not have been created.</param>
internal sealed record Ticket(SessionId Session, DateTimeOffset Issued, bool HasComputed);

/// <summary>Reads tickets by their format and with the keys of the nodes, but without the paywall's code.</summary>
internal sealed class Tickets(IDataProtectionProvider keys)
{
    private const int AtIssued = 1;
    private const int AtSession = 9;
    private const int EntryHead = 13;
    private const int AtMark = 12;
    private const byte Computed = 1;

    private readonly IDataProtector _protector = keys.CreateProtector("Taler.Paywall.Session", "v1");

    public Ticket? Read(string? ticket)
    {
        if (ticket is null)
            return null;
        var bytes = _protector.Unprotect(Base64Url.DecodeFromChars(ticket));
        return new Ticket(
            SessionId.Parse(Encoding.ASCII.GetString(bytes, AtSession + 1, bytes[AtSession])),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(AtIssued))),
            HasComputed(bytes));
    }

    private static bool HasComputed(byte[] bytes)
    {
        for (var at = AtSession + 1 + bytes[AtSession]; at < bytes.Length; at += EntryHead + 1 + bytes[at + EntryHead])
        {
            if (bytes[at + AtMark] == Computed)
                return true;
        }
        return false;
    }
}
