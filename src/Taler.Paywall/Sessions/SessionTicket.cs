using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Sessions;

/// <summary>A session as text that only this site can make and read. Whatever cannot be read is no session, and nothing is thrown.</summary>
internal sealed class SessionTicket(IDataProtectionProvider dataProtection, TimeProvider clock, ILogger<SessionTicket> logger)
{
    /// <summary>Browsers keep 4 KB of a cookie, proxies often have 4 to 8 KB for all headers.</summary>
    public const int MaxLength = 1024;

    private const int MemoGeneration = 10_000;

    /// <summary>What Data Protection adds to a payload: header, key id, key modifier, vector, padding and signature, rounded up.</summary>
    private const int ProtectionOverhead = 132;

    // The purpose ends in the version of the format: another version is unreadable, hence no session.
    private readonly IDataProtector _protector = dataProtection.CreateProtector("Taler.Paywall.Session", "v1");
    private readonly SessionMemo _memo = new(MemoGeneration);

    /// <returns>Null if the ticket cannot be read or has ended.</returns>
    public Session? Read(ReadOnlySpan<char> ticket, TimeSpan lifetime)
    {
        var session = _memo.Find(ticket) ?? Unprotect(ticket);
        return session is not null && clock.GetUtcNow() - session.Issued < lifetime ? session : null;
    }

    /// <summary>Writes a session, dropping the least recently used orders until it fits.</summary>
    /// <param name="session">The session.</param>
    /// <param name="maxLength">The greatest length of the ticket.</param>
    public string Write(Session session, int maxLength) =>
        Base64Url.EncodeToString(_protector.Protect(SessionFormat.Write(session, maxLength / 4 * 3 - ProtectionOverhead)));

    private Session? Unprotect(ReadOnlySpan<char> ticket)
    {
        if (ticket.Length <= MaxLength && Base64Url.IsValid(ticket))
        {
            try
            {
                if (SessionFormat.TryRead(_protector.Unprotect(Base64Url.DecodeFromChars(ticket))) is { } session)
                {
                    _memo.Add(ticket.ToString(), session);
                    return session;
                }
            }
            catch (CryptographicException)
            {
                // Tampered with, or protected by another key ring: like none.
            }
        }
        Log.SessionUnreadable(logger);
        return null;
    }
}
