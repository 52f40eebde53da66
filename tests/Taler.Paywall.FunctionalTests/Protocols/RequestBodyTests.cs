using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.FunctionalTests.Protocols;

/// <summary>The paywall does not read what a request brings along. It leaves it to the handler, or leaves it alone.</summary>
public sealed class RequestBodyTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("Content-Length: 10737418240\r\n\r\nonly the beginning")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n12\r\nonly the beginning\r\n")]
    [InlineData("Content-Length: 10737418240\r\nExpect: 100-continue\r\n\r\n")]
    public async Task An_unpaid_request_is_answered_though_its_body_never_comes(string rest)
    {
        await using var shop = await OpenAsync();
        using var client = await RawRequest.ConnectAsync(shop);
        var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /essays/maps HTTP/1.1\r\nHost: {shop.BaseAddress.Authority}\r\n{rest}"));
        var answer = await RawRequest.ReadHeadAsync(stream);

        Assert.Equal(402, answer.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_handler_of_a_paid_request_reads_all_of_it(bool chunked)
    {
        await using var shop = await OpenAsync();
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");

        using var answer = await visitor.Browser.SendAsync(HttpMethod.Post, "/essays/maps", request =>
        {
            request.Content = new StringContent(new string('x', 100_000));
            request.Headers.TransferEncodingChunked = chunked;
        });

        Assert.Equal("100000", await answer.Content.ReadAsStringAsync());
    }

    private Task<Shop> OpenAsync() => Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: app =>
    {
        app.UseTalerPaywall();
        app.MapGet("/essays/{slug}", () => Shop.Paid);
        app.MapPost("/essays/{slug}", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            return (await reader.ReadToEndAsync()).Length;
        });
    });
}
