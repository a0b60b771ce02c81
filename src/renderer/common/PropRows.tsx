import { useTranslation } from 'react-i18next';
import type { Prop } from '#shared/model/showPlan';
import './propRows.css';

/** Things to have at hand: how many, which, where, whose; one line each. */
export function PropRows({ props }: { readonly props: readonly Prop[] }) {
  const { t } = useTranslation();
  return (
    <ul className="prop-rows">
      {props.map((prop) => (
        <li key={prop.id} className="prop-row">
          <span className="prop-row-qty">×{prop.qty}</span>
          <span className="prop-row-body">
            <span className="prop-row-name">{prop.name}</span>
            <span className="prop-row-spec">
              {[prop.spec, prop.location, prop.note]
                .filter((each) => each !== undefined && each !== '')
                .join(' · ')}
            </span>
          </span>
          <span className="prop-row-facts">
            <span>{t(`common.role.${prop.ownerRole}`)}</span>
            <span>
              {prop.quality}
              {prop.consumable ? ` · ${t('checklist.props.consumable')}` : ''}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
