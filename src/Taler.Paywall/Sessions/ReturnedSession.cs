using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Taler.Paywall.Sessions;

/// <summary>
/// The session that goes back with the response. It is kept beside the headers, because what stands in them while a resource is served is stored
/// by a cache behind the paywall, and handed to others. Of several, the last one counts.
/// </summary>
/// <param name="ticket">What the header of ours says; null for a client with a cookie.</param>
/// <param name="cookie">The line that sets the cookie; null for other clients, and if the site's cookie policy forbids it.</param>
internal sealed class ReturnedSession(string? ticket, string? cookie)
{
    private string? Ticket => ticket;

    private string? Cookie => cookie;

    /// <summary>Makes the returned session the only one in the response; none, if none is returned. Doing it again changes nothing.</summary>
    public static void PutRight(HttpContext context, IHeaderDictionary headers, string cookieName)
    {
        var returned = context.Features.Get<ReturnedSession>();
        if (returned?.Ticket is { } ticket)
            headers[SessionHeader.Name] = ticket;
        else
            headers.Remove(SessionHeader.Name);

        var cookie = returned?.Cookie;
        if (cookie is not null || SetsCookie(headers.SetCookie, cookieName))
            headers.SetCookie = Only(cookie, headers.SetCookie, cookieName);
    }

    private static bool SetsCookie(StringValues lines, string name)
    {
        foreach (var line in lines)
        {
            if (SetsCookie(line, name))
                return true;
        }
        return false;
    }

    private static bool SetsCookie(string? line, string name)
    {
        var pair = Pair(line);
        var end = pair.IndexOf('=');
        return end >= 0 && pair[..end].TrimEnd().SequenceEqual(name);
    }

    /// <summary>Middleware in front may have changed the attributes of our line; it stays.</summary>
    private static StringValues Only(string? cookie, StringValues lines, string name)
    {
        var ours = lines.FirstOrDefault(line => Pair(line).SequenceEqual(Pair(cookie))) ?? cookie;
        var others = lines.Where(line => !SetsCookie(line, name));
        return new StringValues([.. ours is null ? others : others.Append(ours)]);
    }

    private static ReadOnlySpan<char> Pair(string? line)
    {
        var end = line.AsSpan().IndexOf(';');
        return (end < 0 ? line : line.AsSpan(0, end)).Trim();
    }
}
