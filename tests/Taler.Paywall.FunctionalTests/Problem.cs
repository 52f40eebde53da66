using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A problem as a program in any language reads it.</summary>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string? Detail,
    [property: JsonPropertyName("taler_pay_uri")] string? TalerPayUri,
    [property: JsonPropertyName("order_status_url")] string? OrderStatusUrl,
    string? Price,
    string? Summary,
    [property: JsonPropertyName("order_url")] string? OrderUrl)
{
    public static async Task<Problem> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<Problem>();
        Assert.Equal((int)response.StatusCode, problem!.Status);
        Assert.True(response.Headers.CacheControl?.NoStore);
        return problem;
    }
}
