using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Taler.Merchant;

namespace EssayShop.Pages.Essays;

/// <summary>Gives the money back. The path lies below the essay, so the paywall lets only those through who paid for it.</summary>
public sealed partial class RefundModel(ITalerMerchantClient merchant, TimeProvider clock, ILogger<RefundModel> logger) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Slug { get; set; } = "";

    public string Why { get; private set; } = "";

    public IActionResult OnGet() => RedirectToPage("Essay", new { Slug });

    public async Task<IActionResult> OnPostAsync()
    {
        if (HttpContext.GetTalerPayment() is not { AmountPaid: { } total } payment)
            return NotFound();
        if (!(payment.RefundDeadline > clock.GetUtcNow()))
            return Failed(StatusCodes.Status409Conflict, "The time for a refund is over.");

        try
        {
            // Not the request's token: a tab that is closed now must not leave the refund half done.
            await merchant.RefundAsync(payment.OrderId, total, "The reader asked for it.", CancellationToken.None);
        }
        catch (TalerMerchantException exception)
        {
            LogRefundFailed(exception.Message);
            return Failed(StatusCodes.Status503ServiceUnavailable, "The merchant backend did not answer as it should. Please try again later.");
        }

        // The refund is granted. On the order status page the wallet fetches it.
        return Redirect(payment.OrderStatusUrl.AbsoluteUri);
    }

    private PageResult Failed(int status, string why)
    {
        Why = why;
        Response.StatusCode = status;
        return Page();
    }

    [LoggerMessage(3, LogLevel.Warning, "A refund was not granted. {Why}")]
    private partial void LogRefundFailed(string why);
}
