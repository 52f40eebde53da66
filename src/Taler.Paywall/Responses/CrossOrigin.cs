using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Responses;

/// <summary>
/// Lets pages of other origins read the headers of ours, if the site's own CORS policy lets them read the answer. Whom to let is the site's
/// affair alone, so nothing here allows anything.
/// </summary>
internal static class CrossOrigin
{
    /// <summary>The headers of our own answers that a script acts on.</summary>
    public static readonly string[] OwnHeaders = ["Taler", HeaderNames.RetryAfter, SessionHeader.Name];

    /// <summary>The header of a served answer that is ours.</summary>
    public static readonly string[] ServedHeaders = [SessionHeader.Name];

    public static bool IsFor(HttpRequest request) => request.Headers.Origin.Count > 0;

    /// <summary>Adds to the names that the policy exposes those that it lacks. Doing it again changes nothing.</summary>
    public static void Expose(IHeaderDictionary headers, string[] names)
    {
        foreach (var name in names)
        {
            if (!HeaderList.Contains(headers.AccessControlExposeHeaders, name))
                headers.Append(HeaderNames.AccessControlExposeHeaders, name);
        }
    }
}
