using System.Net;
using Taler.Merchant;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Tests.Orders;

/// <summary>A refund that leaves the application ends the payment here, unless the backend refuses it.</summary>
public sealed class RefundWatchTests : IDisposable
{
    private const string Orders = "http://127.0.0.1:9966/instances/sandbox/private/orders/";

    private static readonly OrderId Order = OrderId.Parse("2026.029:A-1");

    private readonly WalkBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("2026.029:A-1/refund")]
    [InlineData("2026.029%3AA-1/refund")]
    [InlineData("2026.029:A-1/refund?lang=de")]
    public async Task A_refund_ends_the_payment_for_good(string path)
    {
        await _bench.RememberAsync(Order);

        await SendAsync(HttpMethod.Post, path);

        Assert.False(await _bench.RemembersAsync(Order));
        await _bench.RememberAsync(Order);
        Assert.False(await _bench.RemembersAsync(Order));
    }

    [Fact]
    public async Task A_refund_that_may_have_reached_the_backend_ends_the_payment_too()
    {
        await _bench.RememberAsync(Order);

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Post, "2026.029:A-1/refund", new HttpRequestException("reset")));

        Assert.False(await _bench.RemembersAsync(Order));
        await _bench.RememberAsync(Order);
        Assert.False(await _bench.RemembersAsync(Order));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(451)]
    [InlineData(499)]
    public async Task After_a_refusal_the_backend_is_asked_again_and_may_confirm_the_payment(int status)
    {
        await _bench.RememberAsync(Order);

        await SendAsync(HttpMethod.Post, "2026.029:A-1/refund", status: status);

        Assert.False(await _bench.RemembersAsync(Order));
        await _bench.RememberAsync(Order);
        Assert.True(await _bench.RemembersAsync(Order));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(399)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task After_any_other_answer_the_payment_is_forgotten_for_good(int status)
    {
        await SendAsync(HttpMethod.Post, "2026.029:A-1/refund", status: status);

        await _bench.RememberAsync(Order);
        Assert.False(await _bench.RemembersAsync(Order));
    }

    [Fact]
    public async Task A_refusal_does_not_undo_a_refund_that_was_made_before()
    {
        await SendAsync(HttpMethod.Post, "2026.029:A-1/refund");

        await SendAsync(HttpMethod.Post, "2026.029:A-1/refund", status: 409);

        await _bench.RememberAsync(Order);
        Assert.False(await _bench.RemembersAsync(Order));
    }

    [Theory]
    [InlineData("GET", "2026.029:A-1/refund")]
    [InlineData("POST", "2026.029:A-1")]
    [InlineData("POST", "2026.029:A-1/refunds")]
    [InlineData("POST", "2026.029:A-1/REFUND")]
    [InlineData("POST", "another/refund")]
    [InlineData("POST", "not%20an%20order/refund")]
    [InlineData("POST", "/refund")]
    public async Task Whatever_else_is_sent_leaves_the_payment_as_it_is(string method, string path)
    {
        await _bench.RememberAsync(Order);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(new HttpMethod(method), path));

        Assert.True(await _bench.RemembersAsync(Order));
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, Exception? trouble = null, int status = 200)
    {
        using var client = new HttpMessageInvoker(new RefundWatch(_bench.Payments) { InnerHandler = new Wire((HttpStatusCode)status, trouble) });
        using var request = new HttpRequestMessage(method, new Uri(Orders + path));
        using var response = await client.SendAsync(request, default);
        return response.StatusCode;
    }

    private sealed class Wire(HttpStatusCode status, Exception? trouble) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            trouble is null ? Task.FromResult(new HttpResponseMessage(status)) : Task.FromException<HttpResponseMessage>(trouble);
    }
}
