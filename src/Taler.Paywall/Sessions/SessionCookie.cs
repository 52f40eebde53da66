using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Sessions;

/// <summary>Reads and writes the one cookie. Whatever cannot be read is no cookie: the visitor is new, and nothing is thrown.</summary>
internal sealed class SessionCookie(IDataProtectionProvider dataProtection, TimeProvider clock, ILogger<SessionCookie> logger)
{
    /// <summary>Length of <c>name=value</c>; browsers keep 4 KB, proxies often have 4 to 8 KB for all headers.</summary>
    public const int MaxLength = 1024;

    private const int MemoGeneration = 10_000;

    /// <summary>What Data Protection adds to a payload: header, key id, key modifier, vector, padding and signature, rounded up.</summary>
    private const int ProtectionOverhead = 132;

    // The purpose ends in the version of the format: another version is unreadable, hence no cookie.
    private readonly IDataProtector _protector = dataProtection.CreateProtector("Taler.Paywall.Session", "v1");
    private readonly SessionMemo _memo = new(MemoGeneration);

    /// <returns>Null if there is no cookie, more than one, one that cannot be read, or one that has ended.</returns>
    public Session? Read(HttpRequest request, string name, TimeSpan lifetime)
    {
        if (!CookieHeader.TryFind(request.Headers.Cookie, name, out var value))
            return null;
        var session = _memo.Find(value) ?? Unprotect(value, name);
        return session is not null && clock.GetUtcNow() - session.Issued < lifetime ? session : null;
    }

    /// <summary>Puts the session into the response. Call it before the response starts.</summary>
    public void Write(HttpContext context, Session session, CookieBuilder cookie, TimeSpan lifetime)
    {
        var name = cookie.Name!;
        var room = (MaxLength - name.Length - 1) / 4 * 3 - ProtectionOverhead;
        var value = Base64Url.EncodeToString(_protector.Protect(SessionFormat.Write(session, room)));
        var options = cookie.Build(context);
        options.MaxAge = lifetime;
        context.Response.Cookies.Append(name, value, options);
    }

    private Session? Unprotect(ReadOnlySpan<char> value, string name)
    {
        if (value.Length + name.Length + 1 <= MaxLength && Base64Url.IsValid(value))
        {
            try
            {
                if (SessionFormat.TryRead(_protector.Unprotect(Base64Url.DecodeFromChars(value))) is { } session)
                {
                    _memo.Add(value.ToString(), session);
                    return session;
                }
            }
            catch (CryptographicException)
            {
                // Tampered with, or protected by another key ring: like no cookie.
            }
        }
        Log.CookieUnreadable(logger);
        return null;
    }
}
