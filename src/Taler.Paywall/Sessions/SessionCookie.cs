using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Sessions;

/// <summary>Carries a session in the one cookie, as browsers do.</summary>
internal sealed class SessionCookie(SessionTicket ticket)
{
    /// <returns>Null if there is no cookie, more than one, one that cannot be read, or one that has ended.</returns>
    public Session? Read(HttpRequest request, string name, TimeSpan lifetime) =>
        CookieHeader.TryFind(request.Headers.Cookie, name, out var value) ? ticket.Read(value, lifetime) : null;

    /// <summary>The line of <c>Set-Cookie</c> that gives the session back. The site's cookie policy has its say, as with every cookie.</summary>
    /// <returns>Null if the policy forbids the cookie.</returns>
    public string? Write(HttpContext context, Session session, CookieBuilder cookie, TimeSpan lifetime)
    {
        var name = cookie.Name!;
        var options = cookie.Build(context);
        options.MaxAge = lifetime;
        var headers = context.Response.Headers;
        var others = headers.SetCookie;
        headers.SetCookie = default;
        context.Response.Cookies.Append(name, ticket.Write(session, SessionTicket.MaxLength - name.Length - 1), options);
        string? line = headers.SetCookie;
        headers.SetCookie = others;
        return line;
    }
}
