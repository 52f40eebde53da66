using EssayShop.Essays;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace EssayShop.Pages.Essays;

public sealed class EssayModel(TimeProvider clock) : PageModel
{
    public Essay Essay { get; private set; } = null!;

    /// <summary>Price that was paid, in words; null if the backend did not tell.</summary>
    public string? Paid { get; private set; }

    /// <summary>Last moment for a refund; null if there is none to be had.</summary>
    public DateTimeOffset? RefundUntil { get; private set; }

    public IActionResult OnGet(string slug)
    {
        // The paywall has been passed when this runs. Asking all the same means that an essay without a price is shown to nobody.
        if (Catalogue.Find(slug) is not { } essay || HttpContext.GetTalerPayment() is not { } payment)
            return NotFound();

        Essay = essay;
        if (payment.AmountPaid is { } paid && payment.RefundDeadline > clock.GetUtcNow())
        {
            Paid = PriceList.Display(paid);
            RefundUntil = payment.RefundDeadline.Value.ToUniversalTime();
        }
        return Page();
    }
}
