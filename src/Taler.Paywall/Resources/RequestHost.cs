using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>The host that a request names, as it stands in an URL.</summary>
internal static class RequestHost
{
    /// <summary>ASP.NET throws for a host that begins like punycode and is none, such as <c>xn--</c>. It is taken as it was sent: ASCII, as the server checked.</summary>
    public static string Of(HttpRequest request)
    {
        try
        {
            return request.Host.ToUriComponent();
        }
        catch (ArgumentException)
        {
            return request.Headers.Host.ToString();
        }
    }
}
