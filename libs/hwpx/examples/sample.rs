//! Writes a document with all that the library knows, for looking at it in other programs.
//!
//! `cargo run -p hwpx --example sample -- FILE.hwpx [ROWS OF THE LONG TABLE]`

use hwpx::{Block, Document, write};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("give the name of the file to write")?;
    let rows: usize = arguments.next().map_or(Ok(60), |text| text.parse())?;
    let head = ["숫자", "기준일", "그때 보인 값", "기록"].map(str::to_owned).to_vec();
    let row = |at: usize| {
        let value = format!("{at}곳 (적어도 {at}곳, 많아도 {}곳)", at * 3);
        vec![
            format!("미리내시 안에서 실제로 일하는 AI 창업기업, {at}번째 동"),
            "2026-10-31".into(),
            value,
            format!("snapshot:2026-SNP-{at:04}"),
        ]
    };
    let document = Document {
        title: "시정질문 답변 2026-CQN-0001".into(),
        creator: "미리내시".into(),
        blocks: vec![
            Block::Title("시정질문 답변 2026-CQN-0001".into()),
            Block::Paragraph("답변한 곳: 미리내시".into()),
            Block::Heading("질문".into()),
            Block::Paragraph("협약을 맺은 기업이 삼백 곳을 넘는다고 합니다. 그 가운데 지금 미리내시 안에서 실제로 일하고 있는 AI 창업기업은 몇 곳입니까?\n<명단> & \"근거\"를 볼 수 있습니까?".into()),
            Block::Heading("답변의 숫자".into()),
            Block::Table(vec![head.clone(), row(1), row(2)]),
            Block::Paragraph("SHA-256 28517b4b610132f907a82bf2561fdbabbc0942d3e208e6994a4309a874ad7b43".into()),
            Block::Heading("모든 줄".into()),
            Block::Table(std::iter::once(head).chain((1..=rows).map(row)).collect()),
            Block::Paragraph("끝.".into()),
        ],
    };
    write(&document, std::fs::File::create(path)?)?;
    Ok(())
}
